import { Alert, Button, Drawer, Form, Input, Timeline } from 'antd';
import { useState } from 'react';
import { useMay } from '@/features/shared/session';
import { ApiError, messageOf } from '@/shared/api/api-error';
import { useRead, useWrite } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { ListEmpty, ListError, ListLoading } from '@/shared/ui/list-state';
import {
  choiceWords,
  choicesOf,
  explanationOf,
  problemOf,
  schemaOf,
  wordsOf,
  type Json,
  type Setting,
} from './setting-schema';
import { ValueEditor } from './value-editor';

interface Props {
  setting: Setting | undefined;
  onClose: () => void;
}

export function SettingDrawer({ setting, onClose }: Props) {
  return (
    <Drawer
      title={setting?.title ?? ''}
      open={setting !== undefined}
      onClose={onClose}
      size={520}
      destroyOnHidden
    >
      {setting && (
        <div className="stack">
          <p className="quiet">{explanationOf(setting)}</p>
          <SettingEditor
            key={`${setting.key}-${setting.version}`}
            setting={setting}
            onDone={onClose}
          />
          <History setting={setting} />
        </div>
      )}
    </Drawer>
  );
}

interface Values {
  value: Json;
  reason: string;
}

export function SettingEditor({ setting, onDone }: { setting: Setting; onDone: () => void }) {
  const may = useMay();
  const [form] = Form.useForm<Values>();
  const schema = schemaOf(setting);
  const update = useWrite('updateSetting', {
    ownsErrors: true,
    refresh: ['listSettings', 'listSettingHistory'],
    done: '设置已保存',
    onDone,
  });
  const [isUnchanged, setUnchanged] = useState(true);
  const watch = (_: unknown, all: Values): void =>
    setUnchanged(JSON.stringify(all.value) === JSON.stringify(setting.value));
  const toDefault = (): void => {
    form.setFieldValue('value', setting.defaultValue);
    watch(undefined, form.getFieldsValue());
  };
  if (!may('settings.update')) {
    return (
      <p>
        当前值 <b>{wordsOf(setting, setting.value)}</b>
      </p>
    );
  }
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ value: setting.value }}
      onValuesChange={watch}
      onFinish={(values) =>
        update.mutate({
          params: { key: setting.key },
          body: { ...values, version: setting.version },
        })
      }
    >
      <Form.Item
        name="value"
        label={setting.title}
        extra={`默认为 ${wordsOf(setting, setting.defaultValue)}`}
        rules={[
          {
            validator: async (_, value: Json | undefined) => {
              const problem = problemOf(schema, value);
              if (problem !== undefined) throw new Error(problem);
            },
          },
        ]}
      >
        <ValueEditor
          label={setting.title}
          schema={schema}
          words={choiceWords(setting, choicesOf(schema))}
        />
      </Form.Item>
      <Form.Item
        name="reason"
        label="修改原因"
        rules={[
          { required: true, whitespace: true, message: '请填写修改原因' },
          { min: 2, message: '至少 2 个字' },
        ]}
      >
        <Input.TextArea rows={2} maxLength={200} placeholder="会保留在历史和审计里" />
      </Form.Item>
      {update.error && <Refusal error={update.error} />}
      <div className="row">
        <Button type="primary" htmlType="submit" loading={update.isPending} disabled={isUnchanged}>
          保存
        </Button>
        <Button onClick={toDefault}>恢复默认值</Button>
      </div>
    </Form>
  );
}

function Refusal({ error }: { error: unknown }) {
  const isStale = error instanceof ApiError && error.code === 'VERSION_CONFLICT';
  const details = error instanceof ApiError ? Object.values(error.fields).join(' ') : '';
  return (
    <Alert
      type="error"
      role="alert"
      className="form-alert"
      title={isStale ? '这项设置刚被别人修改，请关闭后重新打开。' : messageOf(error)}
      description={details || undefined}
    />
  );
}

function History({ setting }: { setting: Setting }) {
  const history = useRead(
    'listSettingHistory',
    { params: { key: setting.key } },
    { enabled: setting.version > 0 },
  );
  return (
    <section>
      <h3 className="section-title">修改历史</h3>
      {setting.version === 0 ? (
        <ListEmpty title="从未修改过，使用默认值" />
      ) : history.error ? (
        <ListError error={history.error} onRetry={() => void history.refetch()} />
      ) : !history.data ? (
        <ListLoading rows={3} />
      ) : (
        <Timeline
          items={history.data.items.map((change) => ({
            content: (
              <>
                <div>改为 {wordsOf(setting, change.value)}</div>
                <div>{change.reason}</div>
                <div className="quiet num">
                  {formatInstant(change.changedAt)} · {change.changedBy}
                </div>
              </>
            ),
          }))}
        />
      )}
    </section>
  );
}
