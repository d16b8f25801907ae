"""Tables of issuing, where the framework looks for them."""

from mica.issuing.models.awards import Award, Credential
from mica.issuing.models.uploads import Upload, UploadPiece, UploadRow

__all__ = ["Award", "Credential", "Upload", "UploadPiece", "UploadRow"]
