import { useState } from 'react';
import Taro from '@tarojs/taro';
import { vitalKinds, type VitalKind } from '@suizhen/contract/wire';
import { formatMoment } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Check } from '@/shared/ui/Choice/Choice';
import { Field } from '@/shared/ui/Field/Field';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { ConfirmSheet, Sheet } from '@/shared/ui/Sheet/Sheet';
import { toast } from '@/shared/ui/Toast/toast';
import {
  useAddDevice,
  useDevices,
  useRemoveDevice,
  type NewDevice,
  type VitalDevice,
} from '../../api/vitals';
import r from '../../components/records.module.scss';
import { vitalWords } from '../../model/vitals';

async function copyKey({ id, key }: NewDevice): Promise<void> {
  try {
    await Taro.setClipboardData({ data: `设备编号 ${id}\n密钥 ${key}` });
    toast('设备编号和密钥已复制');
  } catch {
    toast('没能复制，请长按文字自己复制');
  }
}

function KeyCard({ device, onDone }: { device: NewDevice; onDone: () => void }) {
  return (
    <Card title={`${device.name}的密钥`}>
      <Notice tone="warn">密钥只显示这一次，请现在填到设备或它的应用里</Notice>
      <Row name="设备编号">{device.id}</Row>
      <Row name="密钥">{device.key}</Row>
      <Button onTap={() => void copyKey(device)}>复制</Button>
      <Button look="text" onTap={onDone}>
        已经填好了
      </Button>
    </Card>
  );
}

function DeviceCard({ device, onRemove }: { device: VitalDevice; onRemove: () => void }) {
  return (
    <Card title={device.name}>
      <Row name="测量项目">{device.kinds.map((kind) => vitalWords[kind]).join('、')}</Row>
      <Row name="添加时间">{formatMoment(device.addedAt)}</Row>
      <Row name="最近上传">
        {device.lastReadingAt ? formatMoment(device.lastReadingAt) : '还没有'}
      </Row>
      {device.revokedAt ? (
        <Text className={r['note']}>已移除，不再接收</Text>
      ) : (
        <Button look="text" isInline isDanger label={`移除 ${device.name}`} onTap={onRemove}>
          移除
        </Button>
      )}
    </Card>
  );
}

interface AddSheetProps {
  patientId: string;
  onClose: () => void;
  onAdded: (device: NewDevice) => void;
}

function AddSheet({ patientId, onClose, onAdded }: AddSheetProps) {
  const [name, setName] = useState('');
  const [kinds, setKinds] = useState<readonly VitalKind[]>([]);
  const add = useAddDevice(patientId);
  const submit = async () => {
    const device = await add.run({ name: name.trim(), kinds: [...kinds] });
    if (!device) return;
    onAdded(device);
    onClose();
  };
  return (
    <Sheet
      isOpen
      title="添加测量设备"
      onClose={onClose}
      foot={
        <Button
          disabled={name.trim() === '' || kinds.length === 0}
          isBusy={add.isBusy}
          onTap={() => void submit()}
        >
          生成密钥
        </Button>
      }
    >
      <Field
        label="设备名称"
        maxLength={30}
        placeholder="例如：客厅的血压计"
        value={name}
        onChange={setName}
      />
      <Box className={r['note']}>这台设备测什么</Box>
      {vitalKinds.map((kind) => (
        <Check
          key={kind}
          label={vitalWords[kind]}
          isOn={kinds.includes(kind)}
          onChange={(isOn) =>
            setKinds((before) => (isOn ? [...before, kind] : before.filter((one) => one !== kind)))
          }
        >
          {vitalWords[kind]}
        </Check>
      ))}
    </Sheet>
  );
}

export default function VitalDevicesPage() {
  const { patientId = '' } = usePageParams('vitalDevices');
  const [isAdding, setAdding] = useState(false);
  const [added, setAdded] = useState<NewDevice | null>(null);
  const [removing, setRemoving] = useState<VitalDevice | null>(null);
  const query = useDevices(patientId);
  const removal = useRemoveDevice(patientId);
  const remove = async () => {
    if (removing) await removal.run(removing.id);
    setRemoving(null);
  };
  return (
    <Page
      name="vitalDevices"
      needs="consent"
      backTo="vitals"
      bottom={query.data && !added ? <Button onTap={() => setAdding(true)}>添加设备</Button> : null}
      overlay={
        <>
          {isAdding ? (
            <AddSheet patientId={patientId} onClose={() => setAdding(false)} onAdded={setAdded} />
          ) : null}
          <ConfirmSheet
            isOpen={removing !== null}
            title="移除这台设备"
            confirmLabel="确定移除"
            keepLabel="保留"
            isBusy={removal.isBusy}
            onClose={() => setRemoving(null)}
            onConfirm={() => void remove()}
          >
            移除后，这台设备的测量不再自动上传。已经上传的记录会保留。
          </ConfirmSheet>
        </>
      }
    >
      {added ? <KeyCard device={added} onDone={() => setAdded(null)} /> : null}
      <Loaded
        query={query}
        isEmpty={(devices) => devices.length === 0}
        empty={{
          title: '还没有设备',
          words: '能联网的血压计、血糖仪可以自动把测量传到这里',
          icon: 'phone',
        }}
      >
        {(devices) => (
          <>
            {devices.map((device) => (
              <DeviceCard key={device.id} device={device} onRemove={() => setRemoving(device)} />
            ))}
          </>
        )}
      </Loaded>
    </Page>
  );
}
