import { Form, Input, Radio, Select, Switch } from 'antd';
import { BranchPicker } from '@/features/shared/pickers';
import type { Body, OperationName } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { adapterWords, systemKindWords } from '@/shared/format/integration-labels';
import { optionsOf } from '@/shared/format/labels';
import { FormDrawer } from '@/shared/ui/form-drawer';
import type { Editing } from '@/shared/ui/record-drawer';
import { NameField } from '@/shared/ui/record-fields';
import { useRefusals } from '@/shared/ui/use-refusals';
import { AdapterFields } from './adapter-fields';
import { freshConfig, sentConfig, shownConfig, type Config } from './adapter-config';
import type { System } from './systems-view';

type Values = Body<'createExternalSystem'>;

interface Props {
  editing: Editing<System>;
  onClose: () => void;
}

const systemReads: OperationName[] = ['listExternalSystems', 'getSyncBoard'];
const saved = (onDone: () => void) => ({
  ownsErrors: true,
  refresh: systemReads,
  done: '已保存，请测试连接',
  onDone,
});

export function SystemDrawer({ editing, onClose }: Props) {
  const { form, refuse } = useRefusals<Values>();
  const row = editing === 'new' ? null : editing;
  const create = useWrite('createExternalSystem', saved(onClose));
  const update = useWrite('updateExternalSystem', saved(onClose));
  const submit = (values: Values): void => {
    const config = sentConfig(values.config);
    if (!row) return create.mutate({ body: { ...values, config } }, { onError: refuse });
    const { name, kind, isEnabled } = values;
    update.mutate(
      {
        params: { systemId: row.id },
        body: { name, kind, isEnabled, config, version: row.version },
      },
      { onError: refuse },
    );
  };
  return (
    <FormDrawer<Values>
      title={row ? `修改系统 ${row.name}` : '新增系统'}
      open={editing !== null}
      onClose={onClose}
      form={form}
      initial={
        row
          ? { ...row, config: shownConfig(row.config) }
          : { kind: 'his', config: freshConfig('fhir'), isEnabled: true }
      }
      isSaving={create.isPending || update.isPending}
      onSubmit={submit}
      width={620}
    >
      <NameField />
      {!row && <IdentityFields />}
      <Form.Item name="kind" label="类别" rules={[{ required: true, message: '请选择' }]}>
        <Radio.Group options={optionsOf(systemKindWords)} />
      </Form.Item>
      <Form.Item
        name={['config', 'adapter']}
        label="接入方式"
        rules={[{ required: true, message: '请选择' }]}
      >
        <Select
          aria-label="接入方式"
          options={optionsOf(adapterWords)}
          onChange={(adapter: Config['adapter']) =>
            form.setFieldValue('config', freshConfig(adapter))
          }
        />
      </Form.Item>
      <Form.Item
        noStyle
        shouldUpdate={(before: Values, now: Values) =>
          before.config?.adapter !== now.config?.adapter
        }
      >
        {({ getFieldValue }) => (
          <AdapterFields
            adapter={getFieldValue(['config', 'adapter']) as Config['adapter'] | undefined}
            hasStored={row !== null}
          />
        )}
      </Form.Item>
      <Form.Item
        name="isEnabled"
        valuePropName="checked"
        extra="停用后不再收发；启用时从中断的地方接着补上。"
      >
        <Switch aria-label="启用" checkedChildren="启用" unCheckedChildren="停用" />
      </Form.Item>
    </FormDrawer>
  );
}

function IdentityFields() {
  return (
    <>
      <Form.Item name="branchId" label="院区" rules={[{ required: true, message: '请选择院区' }]}>
        <BranchPicker />
      </Form.Item>
      <Form.Item
        name="code"
        label="编码"
        extra="建立后不能改。"
        rules={[
          { required: true, message: '请填写编码' },
          {
            pattern: /^[a-z][a-z0-9-]{1,29}$/,
            message: '小写字母开头，2–30 位小写字母、数字或短横线',
          },
        ]}
      >
        <Input className="num" maxLength={30} placeholder="例如：his-main" autoComplete="off" />
      </Form.Item>
    </>
  );
}
