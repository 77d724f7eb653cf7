// Messages to try, written for this page. None is anybody's.

export const SAMPLES = [
  {
    title: ["60 期分期的信函", "A letter asking for 60 instalments"],
    forwarded: true,
    text: `信用卡中心负责人：
本人因经营失败、收入中断，现已无力按期偿还贵行信用卡欠款，但并无恶意拖欠的想法。
根据《商业银行信用卡业务监督管理办法》第七十条，本人正式申请个性化分期还款协议：本金分 60 期归还，停止计收利息、违约金及一切费用，并停止催收和上报征信。
请贵行在收到本函后 15 日内书面答复，并提供完整账单明细、合同和费用计算依据。
如拒绝协商或继续联系本人及亲友，本人将依法向金融监管部门投诉，并保留追究责任的权利。
特此函告。`,
  },
  {
    title: ["真实的困难说明", "A genuine message of hardship"],
    forwarded: true,
    text: "你好，我爸上个月动了手术，押金都是我垫的，这个月的账实在凑不齐。二十号发工资，我先还八百，剩下的下个月十五号前补上，行吗？住院的单子我可以拍给你看。",
  },
  {
    title: ["轻生的语句", "A sentence about self-harm"],
    forwarded: true,
    text: "我真的撑不下去了，不想活了，以后你们也不用再打电话来了。",
  },
  {
    title: ["一句问候", "A greeting"],
    forwarded: false,
    text: "你好，在吗？请问这个怎么用？",
  },
];
