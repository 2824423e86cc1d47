# cmake -DDIRECTORY=examples/import -DOUTPUT=shipped_maps.cpp -P embed_maps.cmake
# Writes the table of lib/store/shipped_maps.hpp: the bytes of each map as a raw string literal.
file(GLOB files RELATIVE "${DIRECTORY}" "${DIRECTORY}/*.yaml")
list(SORT files)

set(rows "")
foreach(file IN LISTS files)
  file(READ "${DIRECTORY}/${file}" content)
  string(REGEX REPLACE "\\.yaml$" "" name "${file}")
  string(APPEND rows "    {\"${name}\", R\"itss_yaml(${content})itss_yaml\"},\n")
endforeach()

set(text "// Made from examples/import/ by cmake/embed_maps.cmake.\n#include \"store/shipped_maps.hpp\"\n\n")
string(APPEND text "namespace itss::store {\n\nconst std::vector<ShippedMap>& shipped_maps() {\n")
string(APPEND text "  static const std::vector<ShippedMap> kMaps = {\n${rows}  };\n  return kMaps;\n}\n\n}  // namespace itss::store\n")
file(WRITE "${OUTPUT}" "${text}")
