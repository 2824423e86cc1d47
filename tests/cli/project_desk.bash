# A project and its people, all fictional; told in the words of acts.bash. The working directory is the repository.

project_desk() {
  clock 2026-08-24T08:00:00+08:00
  itss init desk --name 'Project desk' --zone Asia/Shanghai --me fang.lin --my-name 方琳 --roles process_owner >/dev/null
  cd desk || return 1
  local who name side roles level
  while read -r who name side roles level; do
    at 08-24T08:10 fang.lin person new "$who" --name "$name" --side "$side" --level "$level" --roles "$roles" \
      --email "$who@example.com" >/dev/null
  done <<'PEOPLE'
guo.wei 郭伟 provider pm 5
tang.yan 唐燕 provider pm_assistant 4
he.jun 何军 provider module_lead 3
ma.li 马丽 provider module_lead 3
bai.xue 白雪 provider module_lead 3
luo.ming 罗明 provider participant 2
xie.na 谢娜 provider recorder 2
shi.yu 石宇 provider organizer 3
qian.duo 钱多 customer customer 5
PEOPLE
  at 08-24T08:20 guo.wei project new billing --name 计费系统升级 --pm guo.wei --pm-assistants tang.yan \
    --module-leads he.jun,ma.li,bai.xue --team he.jun,ma.li,bai.xue,luo.ming --client-people qian.duo --recorder xie.na \
    --place 三号会议室 --planned-end 2026-12-31 >/dev/null
  at 08-24T08:30 guo.wei project start billing >/dev/null
}

# A week's meeting, announced on Tuesday; its id is in $meeting.
announced_meeting() {
  made 08-31T09:00 tang.yan meeting new '计费 例会：接口，"切换"' --kind weekly --project billing \
    --start '2026-09-03 16:00' --end '2026-09-03 18:00'
  meeting=$id
  at 09-01T10:00 he.jun meeting raise "$meeting" --issue 接口延迟 >/dev/null
  at 09-01T10:10 tang.yan meeting notify "$meeting" >/dev/null
}

# `read_by FILE EXPRESSION`: jq's EXPRESSION of what parsers that are not ours find in a file.
read_by() { "$BATS_TEST_DIRNAME/second_parser.py" "$1" | jq -rc "$2"; }
