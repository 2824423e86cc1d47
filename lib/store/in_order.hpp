#pragma once
// Work on many items by several threads with the results in order.

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace itss::store {

// The threads that are worth starting here.
inline unsigned thread_count() { return std::max(1U, std::thread::hardware_concurrency()); }

// Calls `make(i)` for i in [0, count) on `threads` threads and `use(i, result)` on this one, in order. No more than
// `kAhead` results wait at a time, so memory does not grow with `count`. An exception of either ends all and is thrown.
template <class Result>
class InOrder {
 public:
  static constexpr std::size_t kAhead = 256;
  using Make = std::function<Result(std::size_t)>;
  using Use = std::function<void(std::size_t, Result&&)>;

  static void run(std::size_t count, unsigned threads, const Make& make, const Use& use) {
    constexpr std::size_t kWorthAThread = 32;
    const auto wanted = std::min<std::size_t>(threads, count / kWorthAThread);
    if (wanted <= 1) {
      for (std::size_t i = 0; i < count; ++i) use(i, make(i));
      return;
    }
    InOrder work(count, make);
    for (std::size_t i = 0; i < wanted; ++i) work.threads_.emplace_back([&work] { work.produce(); });
    for (std::size_t i = 0; i < count; ++i) use(i, work.take(i));
  }

 private:
  // Taken by a thread at a time: a lock for each item would cost as much as the item.
  static constexpr std::size_t kBatch = 16;

  InOrder(std::size_t count, const Make& make) : count_(count), make_(make), slots_(kAhead) {}

  ~InOrder() {
    {
      const std::lock_guard guard(mutex_);
      stopped_ = true;
    }
    room_.notify_all();
    for (auto& thread : threads_) thread.join();
  }

  struct Slot {
    std::optional<Result> result;
    std::exception_ptr error;
  };

  Slot make_one(std::size_t i) const {
    Slot slot;
    try {
      slot.result.emplace(make_(i));
    } catch (...) {
      slot.error = std::current_exception();
    }
    return slot;
  }

  void produce() {
    std::vector<Slot> made(kBatch);
    while (true) {
      std::unique_lock guard(mutex_);
      room_.wait(guard, [&] { return stopped_ || next_ >= count_ || next_ + kBatch <= used_ + slots_.size(); });
      if (stopped_ || next_ >= count_) return;
      const std::size_t first = next_;
      next_ = std::min(count_, first + kBatch);
      const std::size_t end = next_;
      guard.unlock();
      for (std::size_t i = first; i < end; ++i) made[i - first] = make_one(i);
      guard.lock();
      for (std::size_t i = first; i < end; ++i) slots_[i % slots_.size()] = std::move(made[i - first]);
      if (first <= used_ && used_ < end) ready_.notify_one();
    }
  }

  Result take(std::size_t i) {
    std::unique_lock guard(mutex_);
    Slot& place = slots_[i % slots_.size()];
    ready_.wait(guard, [&] { return place.result || place.error; });
    Slot slot = std::move(place);
    place = Slot();
    used_ = i + 1;
    guard.unlock();
    room_.notify_one();
    if (slot.error) std::rethrow_exception(slot.error);
    return std::move(*slot.result);
  }

  const std::size_t count_;
  const Make& make_;
  std::mutex mutex_;
  std::condition_variable room_, ready_;
  std::vector<Slot> slots_;
  std::size_t next_ = 0;  // the item that a thread takes next
  std::size_t used_ = 0;  // the item that is used next
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace itss::store
