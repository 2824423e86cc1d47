#pragma once
// Work on many items by several threads with the results in order.

#include <algorithm>
#include <array>
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

// Calls `make(i)` for i in [0, count) on `threads` threads, this one among them, and `use(i, result)` on this one, in
// order. No more than `kAhead` results wait at a time, so memory does not grow with `count`. A thread takes a batch
// at a time: a lock for each small item would cost as much as the item. An exception of either ends all and is thrown.
template <class Result, std::size_t batch = 16>
class InOrder {
 public:
  static constexpr std::size_t kAhead = 16 * batch;
  using Make = std::function<Result(std::size_t)>;
  using Use = std::function<void(std::size_t, Result&&)>;

  static void run(std::size_t count, unsigned threads, const Make& make, const Use& use) {
    const auto wanted = std::min<std::size_t>(threads, count / (2 * batch));
    if (wanted <= 1) {
      for (std::size_t i = 0; i < count; ++i) use(i, make(i));
      return;
    }
    InOrder work(count, make);
    for (std::size_t i = 1; i < wanted; ++i) work.threads_.emplace_back([&work] { work.produce(); });
    for (std::size_t i = 0; i < count; ++i) use(i, work.take(i));
  }

 private:
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
    bool filled() const { return result || error; }
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

  bool is_done() const { return stopped_ || next_ >= count_; }
  bool has_room() const { return next_ + batch <= used_ + slots_.size(); }

  // REQUIRES: `guard` holds the mutex, there is something to do and room for it.
  void make_batch(std::unique_lock<std::mutex>& guard) {
    const std::size_t first = next_;
    const std::size_t end = next_ = std::min(count_, first + batch);
    guard.unlock();
    std::array<Slot, batch> made;
    for (std::size_t i = first; i < end; ++i) made[i - first] = make_one(i);
    guard.lock();
    for (std::size_t i = first; i < end; ++i) slots_[i % slots_.size()] = std::move(made[i - first]);
  }

  void produce() {
    std::unique_lock guard(mutex_);
    while (true) {
      room_.wait(guard, [&] { return is_done() || has_room(); });
      if (is_done()) return;
      make_batch(guard);
      if (slots_[used_ % slots_.size()].filled()) ready_.notify_one();
    }
  }

  Result take(std::size_t i) {
    std::unique_lock guard(mutex_);
    Slot& place = slots_[i % slots_.size()];
    while (!place.filled())
      if (!is_done() && has_room())
        make_batch(guard);
      else
        ready_.wait(guard);
    Slot slot = std::move(place);
    place = Slot();
    used_ = i + 1;
    const bool has_room_again = has_room();
    guard.unlock();
    if (has_room_again) room_.notify_one();
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
