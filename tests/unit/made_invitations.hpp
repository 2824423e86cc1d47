#pragma once
// Invitations for tests.

#include "format/icalendar.hpp"

namespace itss::format {

inline Instant instant(const char* text) { return parse_instant(text).value(); }

inline Invitation meeting() {
  Invitation meeting;
  meeting.uid = "CHG-20261124-7K3QF@desk.example.cn";
  meeting.sequence = 2;
  meeting.summary = "变更评审会：核心交换机更换, 第二次; \"窗口\"";
  meeting.location = "三楼会议室";
  meeting.description = "议程：\n一、回退方案\n二、通知范围; 见 C:\\变更";
  meeting.url = "https://desk.example.cn/CHG-20261124-7K3QF";
  meeting.from = instant("2026-11-26T14:00:00+08:00");
  meeting.to = instant("2026-11-26T15:30:00+08:00");
  meeting.organizer = {"王芳", "wang.fang@example.cn"};
  meeting.attendees = {{{"李娜", "li.na@example.cn"}, true, Attendee::Answer::open},
                       {{"张三, 网络组", "zhang.san@example.cn"}, false, Attendee::Answer::accepted},
                       {{"赵雷", ""}, true, Attendee::Answer::open},
                       {{"", "cab@example.cn"}, true, Attendee::Answer::delegated}};
  meeting.stamp = instant("2026-11-24T09:00:00+08:00");
  return meeting;
}

// Weekly from before the clocks of Berlin change, one start left out and one moved.
inline std::vector<Invitation> series() {
  Invitation weekly = meeting();
  weekly.uid = "CAB@desk.example.cn";
  weekly.from = instant("2026-10-12T08:00:00Z");  // 10:00 in Berlin
  weekly.to = instant("2026-10-12T09:00:00Z");
  weekly.repeats = Repeats{1, instant("2026-11-09T09:00:00Z").utc, {instant("2026-10-19T08:00:00Z").utc}};
  Invitation moved = meeting();
  moved.uid = weekly.uid;
  moved.from = instant("2026-11-03T13:00:00Z");
  moved.to = instant("2026-11-03T14:00:00Z");
  moved.instead_of = instant("2026-11-02T09:00:00Z").utc;
  return {weekly, moved};
}

}  // namespace itss::format
