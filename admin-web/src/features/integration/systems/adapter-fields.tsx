import { Button, Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd';
import { mappingProblem, tidied, type Config } from './adapter-config';

interface Props {
  adapter: Config['adapter'] | undefined;
  /** A saved one keeps its secrets unless new ones are typed. */
  hasStored: boolean;
}

const keptHint = '已保存的内容不显示；不改请留空。';

/** The fields of the chosen way to connect. */
export function AdapterFields({ adapter, hasStored }: Props) {
  switch (adapter) {
    case 'fhir':
      return <FhirFields hasStored={hasStored} />;
    case 'hl7':
      return <Hl7Fields />;
    case 'views':
      return <ViewsFields hasStored={hasStored} />;
    case undefined:
      return null;
  }
}

function FhirFields({ hasStored }: { hasStored: boolean }) {
  return (
    <>
      <Form.Item
        name={['config', 'baseUrl']}
        label="接口地址"
        rules={[
          { required: true, message: '请填写接口地址' },
          { pattern: /^https?:\/\/.+/, message: '请填写 http 或 https 地址' },
        ]}
      >
        <Input className="num" maxLength={300} placeholder="https://his.example.cn/fhir" />
      </Form.Item>
      <Form.Item
        name={['config', 'token']}
        label="访问令牌"
        {...(hasStored ? { extra: keptHint } : {})}
      >
        <Input.Password maxLength={500} autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name={['config', 'pageSize']}
        label="每页取多少条"
        rules={[{ required: true, message: '请填写每页条数' }]}
      >
        <InputNumber<number> min={10} max={500} precision={0} />
      </Form.Item>
    </>
  );
}

const portProps = { min: 1, max: 65_535, precision: 0, className: 'num' } as const;

function Hl7Fields() {
  return (
    <>
      <Form.Item
        name={['config', 'listenPort']}
        label="接收端口"
        extra="对方把消息发到这里；留空则不接收。"
      >
        <InputNumber<number> {...portProps} placeholder="例如 2575" />
      </Form.Item>
      <Form.Item
        name={['config', 'host']}
        label="对方地址"
        extra="我方消息发到这里；留空则不发送。"
      >
        <Input className="num" maxLength={200} placeholder="例如 10.1.2.3" autoComplete="off" />
      </Form.Item>
      <Form.Item
        noStyle
        shouldUpdate={(
          before: { config?: { host?: string } },
          now: { config?: { host?: string } },
        ) => before.config?.host !== now.config?.host}
      >
        {({ getFieldValue }) => (
          <Form.Item
            name={['config', 'port']}
            label="对方端口"
            rules={
              getFieldValue(['config', 'host'])
                ? [{ required: true, message: '请填写对方端口' }]
                : []
            }
          >
            <InputNumber<number> {...portProps} />
          </Form.Item>
        )}
      </Form.Item>
      <Form.Item
        name={['config', 'encoding']}
        label="文字编码"
        rules={[{ required: true, message: '请选择' }]}
      >
        <Radio.Group
          options={[
            { value: 'utf-8', label: 'UTF-8' },
            { value: 'gb18030', label: 'GB18030（含 GBK）' },
          ]}
        />
      </Form.Item>
      <Form.Item
        name={['config', 'sendingApplication']}
        label="我方应用名（MSH-3）"
        rules={[{ required: true, whitespace: true, message: '请填写应用名' }]}
      >
        <Input className="num" maxLength={50} />
      </Form.Item>
      <Form.Item
        name={['config', 'allowedAddresses']}
        label="只接受这些地址"
        extra="IP 或网段（如 10.1.2.0/24），输入后回车；不填则只接受本机。"
      >
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', ' ']} />
      </Form.Item>
      <Form.Item
        name={['config', 'processingIds']}
        label="接收的消息性质（MSH-11）"
        extra="训练和调试消息里不是真实患者，一般只接收正式消息。"
        rules={[
          {
            // Not `required`: it would put aria-required on a group, where it means nothing.
            validator: async (_, chosen?: string[]) => {
              if (!chosen?.length) throw new Error('请至少选择一种');
            },
          },
        ]}
      >
        <Checkbox.Group
          options={[
            { value: 'P', label: '正式' },
            { value: 'T', label: '训练' },
            { value: 'D', label: '调试' },
          ]}
        />
      </Form.Item>
    </>
  );
}

function ViewsFields({ hasStored }: { hasStored: boolean }) {
  const form = Form.useFormInstance();
  const tidy = (): void =>
    form.setFieldValue(
      ['config', 'mapping'],
      tidied(String(form.getFieldValue(['config', 'mapping']) ?? '')),
    );
  return (
    <>
      <Form.Item
        name={['config', 'databaseUrl']}
        label="数据库连接"
        extra={hasStored ? keptHint : '请用只读账号，例如 postgres://reader:密码@10.1.2.3:5432/his'}
        rules={[
          ...(hasStored ? [] : [{ required: true, message: '请填写数据库连接' }]),
          { pattern: /^\s*$|^postgres(ql)?:\/\/.+/, message: '应以 postgres:// 开头' },
        ]}
      >
        <Input.Password maxLength={500} autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name={['config', 'mapping']}
        label="映射（JSON）"
        validateTrigger="onBlur"
        extra="说明每类内容来自哪个视图、哪一列。"
        rules={[
          { required: true, message: '请填写映射' },
          {
            validator: async (_, text?: string) => {
              const problem = text ? mappingProblem(text) : undefined;
              if (problem !== undefined) throw new Error(problem);
            },
          },
        ]}
      >
        <Input.TextArea
          rows={16}
          maxLength={20_000}
          spellCheck={false}
          style={{ fontFamily: 'ui-monospace, Menlo, Consolas, monospace', fontSize: 13 }}
        />
      </Form.Item>
      <Button onClick={tidy} style={{ marginBottom: 18 }}>
        整理缩进
      </Button>
    </>
  );
}
