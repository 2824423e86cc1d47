#pragma once
// One invitation and one mail, for the tests and for the program that writes them for other parsers.

#include "format/icalendar.hpp"
#include "format/mail.hpp"

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

inline Mail letter() {
  Mail mail;
  mail.from = {"服务台", "desk@example.cn"};
  mail.to = {{"李娜", "li.na@example.cn"}, {"", "cab@example.cn"}};
  mail.cc = {{"Zhang \"Z\" San, 网络组", "zhang.san@example.cn"}};
  mail.subject =
      "邀请：变更评审会  核心交换机更换（第二次评审，含回退方案与通知范围的确认），请务必在会前阅读附件并书面答复";
  mail.text = "各位：\r\n\r\n请参加评审会。\n.\nFrom the desk = 服务台 \n";
  mail.html = "<p>各位：请参加<b>评审会</b>。</p>\n";
  mail.calendar = calendar_bytes({meeting()}, Method::request, Zone::find("Asia/Shanghai").value()).value();
  mail.method = "REQUEST";
  mail.attachments = {{"变更 说明.txt", "text/plain; charset=utf-8", "第一行\r\n第二行"},
                      {"raw.bin", "application/octet-stream", std::string("\0\r\n\xFF", 4)}};
  mail.message_id = "CHG-20261124-7K3QF.2@desk.example.cn";
  mail.date = instant("2026-11-24T09:00:00+08:00");
  mail.automatic = true;
  return mail;
}

}  // namespace itss::format
