"""How a form becomes a page: label, hint, errors and control tied to one another.

`FORM_RENDERER = "mica.web.forms.Renderer"` makes `{{ form }}` and `{{ form.name.as_field_group }}`
speak our markup; `django.forms` has to be among the installed applications for the widgets.
"""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Django's own widgets inside our fields."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
