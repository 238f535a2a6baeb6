import { createHash } from 'node:crypto';
import type { ConsentPurpose } from '@suizhen/contract';

export interface PrivacyNotice {
  purpose: ConsentPurpose;
  version: string;
  title: string;
  summary: string;
  body: string;
  isRequired: boolean;
}

const paragraphs = (...parts: string[]): string => parts.join('\n\n');

const service: PrivacyNotice = {
  purpose: 'service',
  version: '2026-11',
  title: '用户服务与隐私说明',
  summary: '说明我们为提供预约挂号服务需要哪些信息、怎样使用和保存，以及您享有的权利。',
  body: paragraphs(
    '欢迎使用随诊。随诊由您就诊的医院（以下称“我们”）提供，用于预约挂号、缴费和就诊提醒。请您在使用前阅读本说明。',
    '一、我们收集的信息。注册和登录时：您的手机号；在微信中使用时，还包括微信为本小程序分配的用户标识（OpenID、UnionID）。我们不会获取您的微信密码、通讯录或聊天记录。使用服务时：您添加的就诊人、预约和缴费记录，以及为保障账号安全而记录的登录时间、网络地址和操作记录。',
    '二、使用目的。我们仅将上述信息用于：确认您的身份，完成预约、缴费、退款和到院就诊，向您发送与这些服务直接相关的通知，处理您的咨询和投诉，以及防范冒名挂号等风险。就诊人的健康信息属于敏感个人信息，我们会另行向您说明并取得单独同意。',
    '三、与他人共享。为完成服务，我们会在必要范围内向下列机构提供信息：微信支付（订单号与金额，用于缴费和退款）、短信服务商（手机号与通知内容，用于发送验证码和通知）。我们不出售您的信息，不将其用于与就医无关的商业营销，也不向境外提供。法律法规要求提供的除外。',
    '四、保存与保护。信息保存在中国境内。手机号、证件号码、地址等经加密存储，工作人员按岗位授权查看，每次查看都有记录，您可以在就诊人页面查看谁看过档案。登录和操作记录至少保存六个月。',
    '五、您的权利。您可以随时查看、更正您的信息，撤回已经作出的同意，或者注销账号。撤回同意不影响撤回之前已经进行的处理；撤回本项同意后，我们将无法继续为您提供线上服务，您仍可到院就诊。',
    '六、注销账号。没有未完成的预约时，您可以在“我的”页面注销账号。注销后我们解除微信绑定，删除手机号，解除您与就诊人的关联。按照《医疗机构病历管理规定》等法律法规必须保存的病历、预约和缴费记录不会删除，将封存至法定期限届满（门诊病历自最后一次就诊之日起不少于十五年）。',
    '七、未成年人。为不满十四周岁的就诊人添加信息，须由其父母或者其他监护人操作并同意。',
    '八、联系我们。对本说明有疑问，或者需要行使上述权利，请拨打首页所示的服务电话，或者到医院服务台办理。我们会在十五个工作日内答复。说明内容有重要变更时，我们会重新征求您的同意。',
  ),
  isRequired: true,
};

const healthData: PrivacyNotice = {
  purpose: 'health-data',
  version: '2026-11',
  title: '健康信息处理单独同意书',
  summary: '就诊人的身份证件和健康信息属于敏感个人信息，处理前需要您单独同意。',
  body: paragraphs(
    '根据《中华人民共和国个人信息保护法》第二十八条至第三十一条，医疗健康信息、身份证件号码以及不满十四周岁未成年人的个人信息属于敏感个人信息。我们处理这些信息前，需要取得您的单独同意。',
    '一、处理的信息。就诊人的姓名、性别、出生日期、身份证件类型与号码、手机号、地址、联系人、就诊卡号，过敏史与既往病史，以及预约的科室、医生和就诊时间。',
    '二、处理的必要性。实名就诊是法律法规的要求，证件号码用于确认就诊人身份、避免重复建档；过敏史和既往病史用于保障诊疗安全，您可以选择不填写；预约的科室和时间是完成挂号所必需的。',
    '三、对您的影响。这些信息一旦泄露或者被不当使用，可能影响就诊人的人格尊严和人身、财产安全。为此我们加密存储，默认只显示部分内容；工作人员查看完整信息必须说明理由，并留下不可更改的记录。',
    '四、保存期限。诊疗有关的记录按《医疗机构病历管理规定》保存，门诊病历不少于十五年，住院病历不少于三十年。期限届满后予以删除或者匿名化。',
    '五、为他人添加信息。添加家人为就诊人时，请确认已经得到本人同意；就诊人不满十四周岁的，请由其父母或者其他监护人操作。如果就诊人已在本院建档，需要通过档案中预留的手机号验证。',
    '六、不同意或者撤回。您可以不同意，也可以随时在“我的”页面撤回。不同意或者撤回后，无法在线添加就诊人和预约挂号，但不影响您到院就诊，也不影响撤回之前已经完成的服务。',
  ),
  isRequired: true,
};

const careMessages: PrivacyNotice = {
  purpose: 'care-messages',
  version: '2026-11',
  title: '健康关怀消息',
  summary: '同意后，我们会向您发送健康知识、复诊建议和节日问候。可以不同意，随时可以关闭。',
  body: paragraphs(
    '如果您同意，我们会通过站内消息和短信，向您发送健康知识、复诊与体检建议、健康活动通知和节日问候。我们会根据就诊人的年龄、性别和就诊科室选择合适的内容。',
    '这项同意是自愿的。不同意不影响预约、缴费、就诊和与之相关的通知。',
    '您可以随时在“我的”页面撤回同意，或者按短信中的说明退订。撤回后我们立即停止发送。',
  ),
  isRequired: false,
};

/** The notices in force, in the order in which people are asked. A change of text needs a new version. */
export const privacyNotices: readonly PrivacyNotice[] = [service, healthData, careMessages];

export function noticeOf(purpose: ConsentPurpose): PrivacyNotice {
  return privacyNotices.find((notice) => notice.purpose === purpose)!;
}

/** Whether a consent to this version counts today. */
export function isInForce(purpose: ConsentPurpose, version: string): boolean {
  return noticeOf(purpose).version === version;
}

/** Proves later which words were agreed to. */
export function textHashOf(notice: PrivacyNotice): string {
  const text = [notice.title, notice.summary, notice.body].join('\n');
  return createHash('sha256').update(text).digest('hex');
}
