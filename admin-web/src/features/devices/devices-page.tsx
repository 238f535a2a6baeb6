import { Alert, App, Button, Form, Input, Modal, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { BranchPicker, DepartmentPicker } from '@/features/shared/pickers';
import { useMay } from '@/features/shared/session';
import type { Answer, Body, Item } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { deviceKindWords } from '@/shared/format/clinic-day-labels';
import { formatInstant } from '@/shared/format/date';
import { optionsOf } from '@/shared/format/labels';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';

type Device = Item<'listDevices'>;
type Pairing = Answer<'createDevice'>;

const pages: Record<Device['kind'], string> = { board: '/board/', kiosk: '/kiosk/' };

export function DevicesPage() {
  const may = useMay();
  const devices = useRead('listDevices', {}, { refetchInterval: 30_000 });
  const [isAdding, setAdding] = useState(false);
  const [pairing, setPairing] = useState<Pairing | null>(null);
  return (
    <Page
      title="大屏与自助机"
      note="新设备打开对应网页，输入配对码即可使用；停用后立即失效。"
      actions={
        may('device.create') && (
          <Button type="primary" data-main onClick={() => setAdding(true)}>
            添加设备
          </Button>
        )
      }
    >
      <DataTable<Device>
        label="设备"
        query={devices}
        rows={devices.data?.items}
        rowKey="id"
        columns={useColumns(setPairing)}
        empty={{ title: '还没有设备', hint: '添加后会得到一个配对码，在设备上输入。' }}
      />
      {isAdding && (
        <AddDialog
          onClose={() => setAdding(false)}
          onAdded={(added) => {
            setAdding(false);
            setPairing(added);
          }}
        />
      )}
      {pairing && <PairingDialog pairing={pairing} onClose={() => setPairing(null)} />}
    </Page>
  );
}

function useColumns(onPairing: (pairing: Pairing) => void): TableColumnsType<Device> {
  const may = useMay();
  const { modal } = App.useApp();
  const renew = useWrite('renewDevicePairing', { refresh: ['listDevices'], onDone: onPairing });
  const revoke = useWrite('revokeDevice', { refresh: ['listDevices'], done: '设备已停用' });
  const askRevoke = (device: Device): void =>
    void modal.confirm({
      title: `停用 ${device.name}`,
      content: '设备会立即退出，不能恢复；需要时请重新添加。',
      okText: '停用',
      okButtonProps: { danger: true },
      onOk: () => revoke.mutateAsync({ params: { deviceId: device.id } }),
    });
  return [
    { title: '名称', dataIndex: 'name' },
    { title: '类型', render: (_, one) => deviceKindWords[one.kind] },
    { title: '院区', dataIndex: 'branchName' },
    {
      title: '范围',
      render: (_, one) =>
        one.departmentIds.length === 0 ? '整个院区' : `${one.departmentIds.length} 个科室`,
    },
    { title: '最近在线', className: 'num', render: (_, one) => formatInstant(one.lastSeenAt) },
    { title: '状态', render: (_, one) => <StateTag device={one} /> },
    {
      title: '操作',
      render: (_, one) =>
        !one.isRevoked && (
          <span className="row" style={{ gap: 12, flexWrap: 'nowrap' }}>
            {may('device.update') && (
              <Button
                type="link"
                className="link-button"
                onClick={() => renew.mutate({ params: { deviceId: one.id } })}
              >
                {one.isPaired ? '重新配对' : '换配对码'}
              </Button>
            )}
            {may('device.delete') && (
              <Button type="link" className="link-button" danger onClick={() => askRevoke(one)}>
                停用
              </Button>
            )}
          </span>
        ),
    },
  ];
}

function StateTag({ device }: { device: Device }) {
  if (device.isRevoked) return <ToneTag tone="plain">已停用</ToneTag>;
  return device.isPaired ? (
    <ToneTag tone="good">已配对</ToneTag>
  ) : (
    <ToneTag tone="warn">等待配对</ToneTag>
  );
}

interface AddProps {
  onClose: () => void;
  onAdded: (pairing: Pairing) => void;
}

function AddDialog({ onClose, onAdded }: AddProps) {
  const [form] = Form.useForm<Body<'createDevice'>>();
  const branchId = Form.useWatch('branchId', form);
  const create = useWrite('createDevice', { refresh: ['listDevices'], onDone: onAdded });
  return (
    <Modal
      title="添加设备"
      open
      okText="添加"
      confirmLoading={create.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      width={480}
    >
      <Form<Body<'createDevice'> & { departmentId?: string }>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'board' }}
        onFinish={({ departmentId, ...body }) =>
          create.mutate({ body: { ...body, departmentIds: departmentId ? [departmentId] : [] } })
        }
      >
        <Form.Item name="kind" label="类型" rules={[{ required: true }]}>
          <Select options={optionsOf(deviceKindWords)} />
        </Form.Item>
        <Form.Item
          name="name"
          label="名称"
          rules={[{ required: true, whitespace: true, message: '请填写名称' }]}
        >
          <Input maxLength={40} placeholder="例如：二楼内科候诊区" />
        </Form.Item>
        <Form.Item name="branchId" label="院区" rules={[{ required: true, message: '请选择院区' }]}>
          <BranchPicker />
        </Form.Item>
        <Form.Item name="departmentId" label="科室" extra="不选则显示整个院区">
          <DepartmentPicker branchId={branchId} width="100%" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Shown once: whoever has the code can pair a device in its time. */
function PairingDialog({ pairing, onClose }: { pairing: Pairing; onClose: () => void }) {
  return (
    <Modal
      title={`配对 ${pairing.device.name}`}
      open
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          知道了
        </Button>
      }
      width={440}
    >
      <p>
        在设备上打开 <b className="num">{location.origin + pages[pairing.device.kind]}</b>，输入：
      </p>
      <p className="num" style={{ fontSize: 36, letterSpacing: 6, textAlign: 'center' }}>
        {pairing.code}
      </p>
      <Alert
        type="info"
        showIcon
        title={`${formatInstant(pairing.expiresAt)} 前有效，只显示这一次。`}
      />
    </Modal>
  );
}
