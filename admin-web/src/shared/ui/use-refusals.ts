import { App, Form, type FormInstance } from 'antd';
import { ApiError, messageOf } from '@/shared/api/api-error';
import { showFieldErrors } from './field-errors';

/** A form whose refusals go under the fields they speak of, and above them when they speak of none. */
export function useRefusals<Values extends object>(): {
  form: FormInstance<Values>;
  refuse: (error: unknown) => void;
} {
  const [form] = Form.useForm<Values>();
  const { message, modal } = App.useApp();
  return {
    form,
    refuse: (error) => {
      if (showFieldErrors(form as FormInstance, error)) return;
      if (error instanceof ApiError && error.code === 'VERSION_CONFLICT') {
        modal.warning({
          title: '内容刚被别人修改',
          content: '请关闭后重新打开，核对最新内容再保存。',
        });
        return;
      }
      void message.error(messageOf(error), 6);
    },
  };
}
