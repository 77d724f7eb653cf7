// The page's own words in two languages. Says nothing of what the bot writes.

const WORDS = {
  title: ["话术雷达", "Script Radar"],
  page: ["话术雷达 · 模拟器", "Script Radar · simulator"],
  notice: ["模拟器：不是 Telegram，消息只留在这台电脑里。", "Simulator, not Telegram: nothing leaves this computer."],
  language: ["English", "中文"],
  people: ["以谁的身份发送", "Who is writing"],
  "role.admin": ["管理员", "admin"],
  "role.colleague": ["同事", "colleague"],
  "role.stranger": ["陌生人", "stranger"],
  chat: ["聊天记录", "Conversation"],
  "status.on": ["机器人在线", "bot is online"],
  "status.off": ["机器人未连接", "bot is not connected"],
  "status.lost": ["与模拟器断开，正在重连…", "simulator unreachable, trying again…"],
  typing: ["正在输入…", "typing…"],
  "empty.title": ["试一条消息", "Try a message"],
  "empty.text": ["像在手机上那样，把可疑的消息转发给机器人。", "Forward a suspicious message to the bot, as from a phone."],
  down: ["回到最新", "Newest"],
  cancel: ["取消", "Cancel"],
  close: ["关闭", "Close"],
  origin: ["转发自", "Forwarded from"],
  "origin.hidden_user": ["隐藏用户", "hidden user"],
  "origin.user": ["用户", "user"],
  "origin.chat": ["群组", "group"],
  "origin.channel": ["频道", "channel"],
  "origin.name": ["名称", "Name"],
  "name.hidden_user": ["匿名客户", "Anonymous"],
  "name.user": ["王小明", "Alex Doe"],
  "name.chat": ["客户沟通群", "Customer group"],
  "name.channel": ["上岸经验频道", "Debt tips channel"],
  write: ["输入或粘贴消息", "Type or paste a message"],
  send: ["发送", "Send"],
  hint: ["超过 4096 字，会像手机上一样分成 {count} 条发送", "Longer than 4,096: goes out as {count} messages, as from a phone"],
  forward: ["转发", "Forward"],
  attach: ["附件", "Attach"],
  samples: ["样例", "Samples"],
  commands: ["命令", "Commands"],
  "samples.title": ["选一条样例", "Choose a sample"],
  "samples.text": ["放进输入框，由您按发送。", "It is put into the box; you press send."],
  "commands.title": ["机器人的命令", "The bot's commands"],
  "commands.none": ["机器人还没有设置命令菜单。", "The bot has not set its menu yet."],
  "file.photo": ["作为图片发送", "Send as a picture"],
  "file.remove": ["去掉附件", "Remove the file"],
  "file.large": ["文件超过 50 MB，不能发送", "Files over 50 MB cannot be sent"],
  more: ["更多操作", "More"],
  "more.title": ["这条消息", "This message"],
  reply: ["回复", "Reply"],
  replying: ["回复 {name}", "Reply to {name}"],
  edit: ["编辑", "Edit"],
  editing: ["编辑消息", "Edit message"],
  "copy.text": ["复制文字", "Copy text"],
  copy: ["复制", "Copy"],
  copied: ["已复制", "Copied"],
  "copy.failed": ["浏览器不让复制：请长按文字自行选取", "The browser refuses to copy: select the text by hand"],
  you: ["您", "You"],
  edited: ["已编辑", "edited"],
  expand: ["展开全文", "Show more"],
  collapse: ["收起", "Show less"],
  spoiler: ["显示隐藏的文字", "Show hidden text"],
  photo: ["图片", "Picture"],
  sticker: ["贴纸", "Sticker"],
  voice: ["语音", "Voice message"],
  location: ["位置", "Location"],
  download: ["下载 {name}", "Download {name}"],
  silent: ["机器人没有回应这个按钮", "The bot did not answer this button"],
  failed: ["没有发出去：{reason}", "Not sent: {reason}"],
  deleted: ["已删除的消息", "deleted message"],
};

const LANGUAGES = ["zh-Hans", "en"];
let language = stored() ?? "zh-Hans";

function stored() {
  try {
    const kept = localStorage.getItem("language");
    return LANGUAGES.includes(kept) ? kept : null;
  } catch {
    return null; // a browser that keeps nothing starts in Chinese
  }
}

/** Return the words for a key in the language chosen, with its blanks filled. */
export function word(key, blanks = {}) {
  const text = WORDS[key][LANGUAGES.indexOf(language)];
  return text.replace(/\{(\w+)\}/g, (_, name) => blanks[name]);
}

/** Return the language chosen. */
export function chosen() {
  return language;
}

/** Change to the other language and put its words into the page. */
export function toggleLanguage() {
  language = LANGUAGES[1 - LANGUAGES.indexOf(language)];
  try {
    localStorage.setItem("language", language);
  } catch {
    // the next visit starts in Chinese again
  }
  translatePage();
}

/** Put the words of the language chosen into everything that carries a key. */
export function translatePage() {
  document.documentElement.lang = language;
  document.title = word("page");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
}
