# cmake -DDIRECTORY=schemas -DOUTPUT=shipped.cpp -P embed_schemas.cmake
# Writes the table of lib/schema/shipped.hpp: the bytes of each file below DIRECTORY as a raw string literal.
file(GLOB_RECURSE files RELATIVE "${DIRECTORY}" "${DIRECTORY}/*.yaml")
list(SORT files)

# The value of a top-level key, without a comment; empty if the file has no such line.
function(top_level_value key content result)
  set(value "")
  if("\n${content}" MATCHES "\n${key}:[ \t]*([^ \t\r\n#]+)")
    set(value "${CMAKE_MATCH_1}")
  endif()
  set(${result} "${value}" PARENT_SCOPE)
endfunction()

set(rows "")
foreach(file IN LISTS files)
  file(READ "${DIRECTORY}/${file}" content)
  set(record "")
  set(prefix "")
  set(directory "")
  if(NOT file MATCHES "/")
    foreach(key IN ITEMS record prefix directory)
      top_level_value("${key}" "${content}" ${key})
    endforeach()
  endif()
  string(APPEND rows "    {\"${file}\", \"${record}\", \"${prefix}\", \"${directory}\", R\"itss_yaml(${content})itss_yaml\"},\n")
endforeach()

set(text "// Made from schemas/ by cmake/embed_schemas.cmake.\n#include \"schema/shipped.hpp\"\n\n")
string(APPEND text "namespace itss::schema {\n\nnamespace {\n")
string(APPEND text "// The last row only keeps the table from being empty.\nconst ShippedFile kFiles[] = {\n${rows}    {\"\", \"\", \"\", \"\", \"\"},\n};\n")
string(APPEND text "}  // namespace\n\nconst ShippedFile* const kShippedFiles = kFiles;\n")
string(APPEND text "const std::size_t kShippedFileCount = sizeof(kFiles) / sizeof(kFiles[0]) - 1;\n\n}  // namespace itss::schema\n")
file(WRITE "${OUTPUT}" "${text}")
