#pragma once
// Work on many items by several threads, each of which takes neighbouring items from one to the end of its run.

#include <algorithm>
#include <atomic>
#include <future>
#include <vector>

#include "store/in_order.hpp"

namespace itss::store {

// Splits [0, count) into runs of neighbours. Calls `start(runs)` with their number, 0 if there is nothing, and
// `work(run, begin, end)` for each with its half-open bounds, several at once. `shortest`: below so many items,
// starting a thread costs more than it brings. An exception ends all and is thrown.
template <class Start, class Work>
void in_runs(std::size_t count, const Start& start, const Work& work, std::size_t shortest = 64) {
  constexpr std::size_t kOfEachThread = 8;  // so that all end at about the same time
  const std::size_t length = std::max(shortest, count / (kOfEachThread * thread_count()) + 1);
  const std::size_t runs = (count + length - 1) / length;
  start(runs);
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (std::size_t run = next++; run < runs; run = next++) try {
        work(run, run * length, std::min(count, (run + 1) * length));
      } catch (...) {
        next = runs;
        throw;
      }
  };
  // Their destructors wait: an exception leaves no thread behind.
  std::vector<std::future<void>> threads;
  for (std::size_t i = 1; i < std::min<std::size_t>(thread_count(), runs); ++i)
    threads.push_back(std::async(std::launch::async, take));
  take();
  for (auto& thread : threads) thread.get();
}

}  // namespace itss::store
