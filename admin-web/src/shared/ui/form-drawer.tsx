import { Button, Drawer, Form, type FormInstance } from 'antd';
import { useEffect, type ReactNode } from 'react';

interface Props<Values extends object> {
  title: string;
  open: boolean;
  onClose: () => void;
  form: FormInstance<Values>;
  initial: Partial<Values>;
  submitText?: string;
  isSaving: boolean;
  onSubmit: (values: Values) => void;
  width?: number | undefined;
  extra?: ReactNode;
  children: ReactNode;
}

/** A drawer with one form and one filled button. */
export function FormDrawer<Values extends object>(props: Props<Values>) {
  const { form, open, initial } = props;
  useEffect(() => {
    if (!open) return;
    form.resetFields();
    form.setFieldsValue(initial);
    // Opening fills the form; what is typed afterwards must survive a redraw.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [open]);
  return (
    <Drawer
      title={props.title}
      open={open}
      onClose={props.onClose}
      size={props.width ?? 520}
      forceRender
      mask={{ closable: false }}
      extra={props.extra}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={props.onClose}>取消</Button>
          <Button type="primary" loading={props.isSaving} onClick={() => form.submit()}>
            {props.submitText ?? '保存'}
          </Button>
        </div>
      }
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark="optional"
        scrollToFirstError={{ focus: true }}
        onFinish={props.onSubmit}
      >
        {props.children}
      </Form>
    </Drawer>
  );
}
