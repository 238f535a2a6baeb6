import { Alert, Form, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useRefusals } from '@/shared/ui/use-refusals';

interface Props<Values extends object> {
  title: string;
  okText: string;
  isDanger?: boolean;
  isBusy: boolean;
  /** What will happen, before it happens. */
  consequence?: string;
  initial?: Partial<Values>;
  width?: number;
  onClose: () => void;
  onAnswer: (values: Values, refusable: { onError: (error: unknown) => void }) => void;
  children?: ReactNode;
}

/** A dialog with one small form; what the server refuses stays under its field. */
export function AskDialog<Values extends object>(props: Props<Values>) {
  const { form, refuse } = useRefusals<Values>();
  return (
    <Modal
      title={props.title}
      open
      okText={props.okText}
      okButtonProps={{ danger: props.isDanger ?? false }}
      cancelText="取消"
      confirmLoading={props.isBusy}
      onCancel={props.onClose}
      onOk={() => form.submit()}
      width={props.width ?? 480}
    >
      {props.consequence !== undefined && (
        <Alert
          type={props.isDanger ? 'warning' : 'info'}
          showIcon
          className="form-alert"
          title={props.consequence}
        />
      )}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        {...(props.initial ? { initialValues: props.initial } : {})}
        onFinish={(values) => props.onAnswer(values, { onError: refuse })}
      >
        {props.children}
      </Form>
    </Modal>
  );
}
