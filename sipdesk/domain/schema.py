"""The JSON Schema of a model, with the sentence that stands under each field in the source as its description.

Pydantic can read these sentences while it makes each class; that was near half of what the program took to start. They are
read here instead, when a schema is asked for.
"""

import ast
import inspect
import textwrap
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import ModelSchema


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """JSON Schema (2020-12) of a model. A frozen program has no source, and its schemas no descriptions of fields."""
    made = model.model_json_schema(schema_generator=_Described)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | made


class _Described(GenerateJsonSchema):
    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        """As pydantic makes it, with the descriptions."""
        made = super().model_schema(schema)
        for kind in schema["cls"].__mro__:
            if issubclass(kind, BaseModel) and kind is not BaseModel:
                for name, words in _told_under(kind).items():
                    if name in made.get("properties", {}):
                        made["properties"][name].setdefault("description", words)
        return made


def _told_under(kind: type[BaseModel]) -> dict[str, str]:
    """Fields of a class and the text that follows each."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    except OSError:
        return {}
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    return {
        field.target.id: inspect.cleandoc(said.value.value)
        for field, said in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant) and isinstance(said.value.value, str)
    }
