#include "version.hpp"

namespace itss {

const char* version() { return "0.1.0"; }

}  // namespace itss
