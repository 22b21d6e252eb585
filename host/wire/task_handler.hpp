// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "tasks/services.hpp"
#include "wire/handler.hpp"

#include <utility>

namespace sealwright::wire {

/// Turns requests into tasks, and what they found into answers.
class TaskHandler : public Handler {
  public:
    explicit TaskHandler(tasks::Services services) : services_(std::move(services)) {}
    Result<Answer> handle(const Task& task, const Work& work) override;

  private:
    tasks::Services services_;
};

}  // namespace sealwright::wire
