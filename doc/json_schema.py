#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the JSON Schema of the JSON report, made of the RELAX NG schema of the XML, which has the same names.

Usage: doc/json_schema.py doc/avow-report.rng > doc/avow-report.schema.json
"""
import json
import sys
import xml.etree.ElementTree

RNG = "{http://relaxng.org/ns/structure/1.0}"
DOCUMENTATION = "{http://relaxng.org/ns/compatibility/annotations/1.0}documentation"
MANY = ("zeroOrMore", "oneOrMore")


def kind(node):
  return node.tag.replace(RNG, "")


def parts(node):
  return [child for child in node if child.tag.startswith(RNG)]


class Schema:
  def __init__(self, grammar):
    self.defines = {node.get("name"): node for node in grammar.findall(RNG + "define")}
    self.named = {}

  def is_scalar(self, node):
    if kind(node) == "ref":
      return all(self.is_scalar(part) for part in parts(self.defines[node.get("name")]))
    if kind(node) == "choice":
      return all(self.is_scalar(part) for part in parts(node))
    return kind(node) in ("text", "data", "value")

  def scalar(self, node):
    if kind(node) == "ref":
      return self.reference(node.get("name"), lambda define: self.scalar(parts(define)[0]))
    if kind(node) == "value":
      return {"const": node.text}
    if kind(node) == "choice":
      values = [value.text for value in parts(node)]
      return {"type": "boolean"} if values == ["true", "false"] else {"enum": values}
    if node.get("type") == "unsignedLong":
      return {"type": "integer", "minimum": 0, "maximum": 2**64 - 1}
    pattern = node.find(RNG + "param")
    return {"type": "string"} if pattern is None else {"type": "string", "pattern": "^(%s)$" % pattern.text}

  def reference(self, name, make):
    if name not in self.named:
      self.named[name] = make(self.defines[name])
      self.describe(self.named[name], self.defines[name])
    return {"$ref": "#/$defs/" + name}

  @staticmethod
  def describe(schema, node):
    text = node.find(DOCUMENTATION)
    if text is not None:
      schema["description"] = " ".join(text.text.split())

  def item(self, node):
    """The schema of the one element that stands in an array."""
    if kind(node) == "ref":
      return self.reference(node.get("name"), lambda define: self.element(parts(define)[0]))
    return self.element(node)

  def element(self, node):
    inner = parts(node)
    if len(inner) == 1 and self.is_scalar(inner[0]):
      schema = self.scalar(inner[0])
    elif len(inner) == 1 and kind(inner[0]) in MANY + ("optional",):
      schema = {"type": "array", "items": self.item(parts(inner[0])[0])}
      if kind(inner[0]) == "oneOrMore":
        schema["minItems"] = 1
      if kind(inner[0]) == "optional":
        schema["maxItems"] = 1
    else:
      made = [self.object(*members) for members in self.members(inner)]
      schema = made[0] if len(made) == 1 else {"oneOf": made}
    self.describe(schema, node)
    return schema

  @staticmethod
  def object(properties, required):
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}

  def members(self, nodes):
    """Every (properties, required) that the patterns @nodes allow together."""
    made = [({}, [])]
    for node in nodes:
      made = [({**ours, **theirs}, needed + more) for ours, needed in made for theirs, more in self.member(node)]
    return made

  def member(self, node):
    if kind(node) == "element":
      return [({node.get("name"): self.element(node)}, [node.get("name")])]
    if kind(node) == "ref":
      inner = parts(self.defines[node.get("name")])
      if len(inner) == 1 and kind(inner[0]) == "element":
        return [({inner[0].get("name"): self.item(node)}, [inner[0].get("name")])]
      return self.members(inner)
    if kind(node) == "choice":
      return [members for part in parts(node) for members in self.member(part)]
    if kind(node) == "optional":
      return [(properties, []) for properties, _ in self.members(parts(node))]
    return self.members(parts(node))


grammar = xml.etree.ElementTree.parse(sys.argv[1]).getroot()
schema = Schema(grammar)
report = schema.element(grammar.find(RNG + "start").find(RNG + "element"))
json.dump({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$comment": "SPDX-License-Identifier: LGPL-2.1-or-later; made of avow-report.rng by json_schema.py",
  "title": "The JSON report of avow, schema version 1",
  **report,
  "$defs": dict(sorted(schema.named.items())),
}, sys.stdout, indent=1)
print()
