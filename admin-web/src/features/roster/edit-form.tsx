import { Alert, Button, Descriptions, Form, Input, Popconfirm, Switch } from 'antd';
import { useEffect } from 'react';
import { useMay } from '@/features/shared/session';
import { ApiError, messageOf } from '@/shared/api/api-error';
import type { Body } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { formatInstant, formatSpan } from '@/shared/format/date';
import { formatFen } from '@/shared/format/money';
import { ReleaseField } from './release-field';
import { RosterSlots } from './roster-slots';
import { CapacityFields } from './timing-fields';
import type { Roster } from './session-chip';

type Values = Omit<Body<'updateRoster'>, 'version'>;

/** One clinic: how full it is slot by slot, and the exception one may make of it. */
export function EditForm({ roster, onDone }: { roster: Roster; onDone: () => void }) {
  const may = useMay();
  return (
    <div className="stack">
      <Descriptions
        column={2}
        items={[
          {
            key: 'time',
            label: '时间',
            children: <span className="num">{formatSpan(roster.startTime, roster.endTime)}</span>,
          },
          { key: 'slot', label: '每个时段', children: `${roster.slotMinutes} 分钟` },
          {
            key: 'fee',
            label: '挂号费',
            children: <span className="num">{formatFen(roster.feeFen)}</span>,
          },
          {
            key: 'load',
            label: '已约',
            children: (
              <b className="num">
                {roster.taken}/{roster.places}
              </b>
            ),
          },
        ]}
      />
      {may('roster.update') ? (
        <ExceptionForm roster={roster} onDone={onDone} />
      ) : (
        <p className="quiet">
          诊室 {roster.room || '未填写'},{formatInstant(roster.releaseAt)} 放号
        </p>
      )}
      <RosterSlots rosterId={roster.id} />
      {may('roster.delete') && !roster.isFromHospital && (
        <DeleteRoster roster={roster} onDone={onDone} />
      )}
    </div>
  );
}

function ExceptionForm({ roster, onDone }: { roster: Roster; onDone: () => void }) {
  const [form] = Form.useForm<Values>();
  const update = useWrite('updateRoster', {
    ownsErrors: true,
    refresh: ['listRosters', 'getRoster', 'listSlotsForStaff'],
    done: '已保存',
    onDone,
  });
  const { capacity, room, releaseAt, isClosed, note } = roster;
  useEffect(() => {
    form.setFieldsValue({ capacity, room, releaseAt, isClosed, note });
    // A refetch in the background must not overwrite what someone is typing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [form, roster.id, roster.version]);
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark="optional"
      onFinish={(values) =>
        update.mutate({
          params: { rosterId: roster.id },
          // What the hospital has rostered is not asked for here, and stays.
          body: {
            ...values,
            ...(roster.isFromHospital ? { capacity } : {}),
            version: roster.version,
          },
        })
      }
    >
      {roster.isFromHospital ? (
        <Alert
          type="info"
          className="form-alert"
          title="这次出诊由医院系统排定，时间和号源请在医院系统中修改。"
        />
      ) : (
        <CapacityFields />
      )}
      <Form.Item name="room" label="诊室">
        <Input maxLength={40} />
      </Form.Item>
      <ReleaseField hint="患者从这一刻起可以自己预约。" />
      <Form.Item
        name="isClosed"
        valuePropName="checked"
        extra={
          roster.taken > 0
            ? `已约的 ${roster.taken} 位患者不受影响，如要停诊请到“预约”里逐一或批量取消。`
            : '停止后各渠道都不能再约。'
        }
      >
        <Switch
          aria-label="停止新的预约"
          checkedChildren="已停止新的预约"
          unCheckedChildren="正常接受预约"
        />
      </Form.Item>
      <Form.Item name="note" label="备注">
        <Input maxLength={200} />
      </Form.Item>
      {update.error && (
        <Alert
          type="error"
          role="alert"
          className="form-alert"
          title={messageOf(update.error)}
          description={reasons(update.error)}
        />
      )}
      <Button type="primary" htmlType="submit" loading={update.isPending}>
        保存
      </Button>
    </Form>
  );
}

const reasons = (error: unknown): string | undefined =>
  error instanceof ApiError && Object.keys(error.fields).length > 0
    ? Object.values(error.fields).join(' ')
    : undefined;

function DeleteRoster({ roster, onDone }: { roster: Roster; onDone: () => void }) {
  const remove = useWrite('deleteRoster', { refresh: ['listRosters'], done: '已删除', onDone });
  if (roster.taken > 0) {
    return <p className="quiet">有患者预约的班不能删除，可以停止新的预约。</p>;
  }
  return (
    <Popconfirm
      title="删除这个班"
      description="还没有人预约，删除后号源一起取消。"
      okText="删除"
      okButtonProps={{ danger: true }}
      onConfirm={() => remove.mutate({ params: { rosterId: roster.id } })}
    >
      <Button danger type="text" loading={remove.isPending}>
        删除这个班
      </Button>
    </Popconfirm>
  );
}
