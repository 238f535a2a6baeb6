import { Button, Form, Input, type TableColumnType } from 'antd';

/** Codes go to other systems as they are, so they stay plain. */
const codeRules = [
  { required: true, message: '请填写编码' },
  { pattern: /^[A-Z0-9._-]{1,20}$/, message: '编码由大写字母、数字、点和短横线组成' },
];

export function NameField({ label = '名称' }: { label?: string }) {
  return (
    <Form.Item
      name="name"
      label={label}
      rules={[{ required: true, whitespace: true, message: `请填写${label}` }]}
    >
      <Input maxLength={50} autoComplete="off" />
    </Form.Item>
  );
}

export function CodeField() {
  return (
    <Form.Item name="code" label="编码" rules={codeRules}>
      <Input maxLength={20} />
    </Form.Item>
  );
}

/** The one filled button of a list: makes a new row. */
export function NewButton({ noun, onNew }: { noun: string; onNew: () => void }) {
  return (
    <Button type="primary" data-main onClick={onNew}>
      新增{noun}
    </Button>
  );
}

/** The name opens the row for who may change it. */
export function nameColumn<Row extends { name: string }>(
  edit: ((row: Row) => void) | undefined,
  title = '名称',
): TableColumnType<Row> {
  return {
    title,
    render: (_, row) =>
      edit ? (
        <Button type="link" className="link-button" onClick={() => edit(row)}>
          {row.name}
        </Button>
      ) : (
        row.name
      ),
  };
}
