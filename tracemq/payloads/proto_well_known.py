"""The .proto files that every compiler brings along, by the names that others import them by, cut to their fields."""

from __future__ import annotations

from typing import Final


def _wrapper(name: str, kind: str) -> str:
    return f"message {name} {{ {kind} value = 1; }}\n"


_GOOGLE: Final = "package google.protobuf;\n"
WELL_KNOWN: Final = {
    "google/protobuf/any.proto": _GOOGLE + "message Any { string type_url = 1; bytes value = 2; }",
    "google/protobuf/duration.proto": _GOOGLE + "message Duration { int64 seconds = 1; int32 nanos = 2; }",
    "google/protobuf/empty.proto": _GOOGLE + "message Empty {}",
    "google/protobuf/field_mask.proto": _GOOGLE + "message FieldMask { repeated string paths = 1; }",
    "google/protobuf/struct.proto": _GOOGLE
    + "message Struct { map<string, Value> fields = 1; }\n"
    + "message Value { NullValue null_value = 1; double number_value = 2; string string_value = 3;"
    + " bool bool_value = 4; Struct struct_value = 5; ListValue list_value = 6; }\n"
    + "enum NullValue { NULL_VALUE = 0; }\nmessage ListValue { repeated Value values = 1; }",
    "google/protobuf/timestamp.proto": _GOOGLE + "message Timestamp { int64 seconds = 1; int32 nanos = 2; }",
    "google/protobuf/wrappers.proto": _GOOGLE
    + _wrapper("DoubleValue", "double")
    + _wrapper("FloatValue", "float")
    + _wrapper("Int64Value", "int64")
    + _wrapper("UInt64Value", "uint64")
    + _wrapper("Int32Value", "int32")
    + _wrapper("UInt32Value", "uint32")
    + _wrapper("BoolValue", "bool")
    + _wrapper("StringValue", "string")
    + _wrapper("BytesValue", "bytes"),
    "google/protobuf/descriptor.proto": _GOOGLE
    + "message FileOptions {}\nmessage MessageOptions {}\nmessage FieldOptions {}\nmessage OneofOptions {}\n"
    + "message EnumOptions {}\nmessage EnumValueOptions {}\nmessage ServiceOptions {}\nmessage MethodOptions {}",
}
