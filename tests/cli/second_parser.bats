# Mails and invitations as parsers that are not ours read them: second_parser.py, for the files that the program
# write_invitation makes of the library.

setup() {
  load helper
  setup_desk
}

# `reads FILE EXPRESSION VALUE`: jq's EXPRESSION of what the second parser finds in FILE.
reads() {
  local got
  [ -e "$1" ] || "$(dirname "$ITSS_BIN")/write_invitation" "$1" > "$1"
  [ -e "$1.json" ] || "$BATS_TEST_DIRNAME/second_parser.py" "$1" > "$1.json"
  got=$(jq -rc "$2" "$1.json")
  [ "$got" = "$3" ] || { printf '%s of %s is\n%s\nnot\n%s\n' "$2" "$1" "$got" "$3" >&2; return 1; }
}

@test "another parser reads an invitation as it was meant, Chinese byte for byte" {
  reads shanghai.ics .method REQUEST
  reads shanghai.ics '.zones' '["Asia/Shanghai"]'
  reads shanghai.ics '.events | length' 1
  reads shanghai.ics '.events[0] | .uid, .sequence, .status, .start, .end' 'CHG-20261124-7K3QF@desk.example.cn
2
CONFIRMED
2026-11-26T14:00:00+08:00
2026-11-26T15:30:00+08:00'
  reads shanghai.ics '.events[0].summary' '变更评审会：核心交换机更换, 第二次; "窗口"'
  reads shanghai.ics '.events[0].location' 三楼会议室
  reads shanghai.ics '.events[0].description' '议程：
一、回退方案
二、通知范围; 见 C:\变更'
  reads shanghai.ics '.events[0].url' https://desk.example.cn/CHG-20261124-7K3QF
  reads shanghai.ics '.events[0].organizer | .name, .address' '王芳
wang.fang@example.cn'
  reads shanghai.ics '.events[0].attendees[] | [.name, .address, .role, .answer, .rsvp]' \
    '["李娜","li.na@example.cn","REQ-PARTICIPANT","NEEDS-ACTION","TRUE"]
["张三, 网络组","zhang.san@example.cn","OPT-PARTICIPANT","ACCEPTED","FALSE"]
["","cab@example.cn","REQ-PARTICIPANT","DELEGATED","FALSE"]'
}

@test "a series keeps its time of the clock over the end of daylight saving, as the file's own zone says" {
  reads berlin.ics '.zones' '["Europe/Berlin"]'
  reads berlin.ics '.events[0].rrule' 'FREQ=WEEKLY;UNTIL=20261109T090000Z;BYDAY=MO'
  reads berlin.ics '.events[0].starts[]' '2026-10-12T10:00:00+02:00
2026-10-26T10:00:00+01:00
2026-11-02T10:00:00+01:00
2026-11-09T10:00:00+01:00'
  reads berlin.ics '.events[0].exdates[]' 2026-10-19T10:00:00+02:00
  reads berlin.ics '.events[1] | .uid == "CAB@desk.example.cn", .recurrence_id, .start' 'true
2026-11-02T10:00:00+01:00
2026-11-03T14:00:00+01:00'
}

@test "another parser reads a mail as it was meant: header, alternatives and attachments, byte for byte" {
  reads mail.eml .subject \
    邀请：变更评审会\ \ 核心交换机更换（第二次评审，含回退方案与通知范围的确认），请务必在会前阅读附件并书面答复
  reads mail.eml '.from + .to + .cc | .[] | [.name, .address]' '["服务台","desk@example.cn"]
["李娜","li.na@example.cn"]
["","cab@example.cn"]
["Zhang \"Z\" San, 网络组","zhang.san@example.cn"]'
  reads mail.eml '.date, .message_id, .auto_submitted' '2026-11-24T09:00:00+08:00
<CHG-20261124-7K3QF.2@desk.example.cn>
auto-generated'
  reads mail.eml .tree \
    '{"multipart/mixed":[{"multipart/alternative":["text/plain","text/html","text/calendar"]},"text/plain","application/octet-stream"]}'
  reads mail.eml '.parts[] | [.disposition, .filename, .method]' '[null,null,null]
[null,null,null]
[null,null,"REQUEST"]
["attachment","变更 说明.txt",null]
["attachment","raw.bin",null]'
  reads mail.eml '.parts[0].text | tojson' '"各位：\n\n请参加评审会。\n.\nFrom the desk = 服务台 \n"'
  reads mail.eml '.parts[1].text' '<p>各位：请参加<b>评审会</b>。</p>'
  reads mail.eml '.parts[3].text | tojson' '"第一行\r\n第二行"'
  reads mail.eml '.parts[4].base64' AA0K/w==
}

@test "the invitation in a mail is the calendar file, byte for byte" {
  reads shanghai.ics .method REQUEST
  reads mail.eml .method null
  jq -j '.parts[2].text' mail.eml.json | cmp - shanghai.ics
}
