// The server refuses in English. Those refusals that a person can meet at the page, in Chinese.

import { language } from "./i18n.js";

const CHINESE = [
  [/^Write something first/, "请先写点什么。"],
  [/^Only your own text/, "只能编辑自己发的文字消息。"],
  [/^A text has 1 to (\d+)/, "文字消息最多 $1 个字符。"],
  [/^A caption has up to (\d+)/, "说明最多 $1 个字符。"],
  [/^This file cannot be sent/, "这个文件无法发送，请换一个。"],
  [/^You have blocked the bot/, "你已屏蔽机器人，请先解除屏蔽。"],
  [/^This message is gone/, "这条消息已经不在了。"],
  [/^This poll is closed/, "投票已经结束。"],
  [/^Your answer is given/, "你已经作答，不能再改。"],
  [/^The clock is already travelling/, "时间旅行还没结束，请等它到达。"],
  [/^Nothing is planned yet/, "目前没有安排，没有可以跳到的下一件事。"],
  [/^The clock travels forward by 1 second to (\d+) days/, "时间只能向前走，一次最多 $1 天。"],
];

/** A refusal in the language of the page; one that is not listed stays as the server said it. */
export function refusal(sentence) {
  if (language() !== "zh") return sentence;
  for (const [pattern, words] of CHINESE) {
    const match = pattern.exec(sentence);
    if (match) return words.replace("$1", match[1] ?? "");
  }
  return sentence;
}
