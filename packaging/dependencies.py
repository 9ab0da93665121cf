"""Gives the built package the dependencies that packaging/requirements.in names: one list, not two."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RequirementsIn(MetadataHookInterface):
    """Hatchling asks this for what pyproject.toml calls dynamic."""

    def update(self, metadata: dict[str, object]) -> None:
        """Fill `dependencies` from the file beside this one, without its remarks."""
        lines = Path(self.root, "packaging", "requirements.in").read_text(encoding="utf-8").splitlines()
        bare = (line.split("#")[0].strip() for line in lines)
        metadata["dependencies"] = [line for line in bare if line]
