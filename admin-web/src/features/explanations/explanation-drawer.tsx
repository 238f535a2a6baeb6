import { Form, Input, Radio } from 'antd';
import type { Body } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { optionsOf } from '@/shared/format/labels';
import { directionWords } from '@/shared/format/records-labels';
import { FormDrawer } from '@/shared/ui/form-drawer';
import type { Editing } from '@/shared/ui/record-drawer';
import { useRefusals } from '@/shared/ui/use-refusals';
import type { Explanation } from './explanations-page';

type Values = Omit<Body<'saveItemExplanation'>, 'id' | 'version'>;

interface Props {
  editing: Editing<Explanation>;
  onClose: () => void;
}

export function ExplanationDrawer({ editing, onClose }: Props) {
  const { form, refuse } = useRefusals<Values>();
  const row = editing === 'new' ? null : editing;
  const save = useWrite('saveItemExplanation', {
    ownsErrors: true,
    refresh: ['listItemExplanations'],
    done: '已保存，等待另一位同事批准',
    onDone: onClose,
  });
  return (
    <FormDrawer<Values>
      title={row ? `修改解读 ${row.name}` : '新增解读'}
      open={editing !== null}
      onClose={onClose}
      form={form}
      initial={row ?? { direction: 'high' }}
      isSaving={save.isPending}
      onSubmit={({ code, name, direction, text }) =>
        save.mutate(
          {
            body: { id: row?.id ?? null, code, name, direction, text, version: row?.version ?? 0 },
          },
          { onError: refuse },
        )
      }
    >
      <Form.Item
        name="name"
        label="项目名称"
        rules={[{ required: true, whitespace: true, message: '请填写项目名称' }]}
      >
        <Input maxLength={60} placeholder="例如：谷丙转氨酶" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="code"
        label="项目代码"
        extra="与检验系统里的代码一致，按它找到结果。"
        rules={[{ required: true, whitespace: true, message: '请填写项目代码' }]}
      >
        <Input maxLength={60} className="num" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="direction"
        label="什么情形下显示"
        rules={[{ required: true, message: '请选择' }]}
      >
        <Radio.Group options={optionsOf(directionWords)} />
      </Form.Item>
      <Form.Item
        name="text"
        label="给患者看的话"
        extra="用白话说明这一项是什么、常见原因有哪些，并建议问医生。不下诊断，不开药。"
        rules={[
          { required: true, whitespace: true, message: '请填写说明' },
          { min: 10, message: '至少 10 个字' },
        ]}
      >
        <Input.TextArea rows={6} maxLength={300} showCount />
      </Form.Item>
    </FormDrawer>
  );
}
