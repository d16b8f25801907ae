"""Signing in to a demo by one press: on one's own machine, as the people whom the demo names."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mica.core.limits import is_alone
from mica.people.queries import Person, organisations_of, person_at_address
from mica.web.public.sign_in import enter


class AsForm(forms.Form):
    """Whom to be."""

    address = forms.CharField(max_length=254)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """Everybody whom one can be, and the way in."""
    if not settings.MICA_DEMO or not is_alone(request):
        raise Http404
    if request.method == "POST":
        form = AsForm(request.POST)
        address = form.cleaned_data["address"] if form.is_valid() else ""
        person = person_at_address(address) if address in settings.MICA_DEMO else None
        if person is None:
            raise Http404
        return enter(request, person)
    found = [(one, person_at_address(one)) for one in settings.MICA_DEMO]
    people = [(address, person, _part(person)) for address, person in found if person]
    return render(request, "public/demo.html", {"people": people})


def _part(person: Person) -> str:
    """What somebody is here, in a few words."""
    if person.is_operator:
        return _("Runs this site")
    member = organisations_of(person).first()
    if member is None:
        return _("Learner")
    roles = {"owner": _("Owner"), "officer": _("Officer"), "reader": _("Reader")}
    return f"{member.organisation.name}, {roles[member.role]}"
