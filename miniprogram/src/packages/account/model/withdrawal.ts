import type { ConsentPurpose } from '@suizhen/contract/wire';

/** What stops when a consent is withdrawn: said before, not after. */
export const withdrawalWords: Record<ConsentPurpose, string> = {
  service:
    '撤回后，您将不能再预约、付款和接收通知。已经约好的就诊和医院里的病历不受影响，您仍可到窗口就诊。',
  'health-data':
    '撤回后，这里不再显示就诊人和就诊记录，也不能预约。已经约好的就诊仍然有效，医院里的病历按规定保存。',
  'care-messages': '撤回后，您不再收到健康关怀消息。预约、付款和退款的通知照常发送。',
};
