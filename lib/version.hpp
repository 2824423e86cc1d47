#pragma once

namespace itss {

// `0.1.0`.
const char* version();

}  // namespace itss
