import { Modal, Radio } from 'antd';
import { useState } from 'react';
import { suspensionReads } from '@/features/shared/suspension/reads';
import { useRead, useWrite } from '@/shared/api/hooks';
import { clockOf, formatDay, formatMoment, formatSpan } from '@/shared/format/date';
import { titleWords } from '@/shared/format/labels';
import { formatFen } from '@/shared/format/money';
import { ListEmpty, ListError, ListLoading } from '@/shared/ui/list-state';
import type { Case } from './case-table';

/** Another slot for one patient, chosen on the phone with them. */
export function MoveDialog({ one, onClose }: { one: Case; onClose: () => void }) {
  const [slotId, setSlotId] = useState<string>();
  const alternatives = useRead('listCaseAlternatives', { params: { caseId: one.id } });
  const resolve = useWrite('resolveSuspensionCases', {
    refresh: [...suspensionReads, 'listCaseAlternatives'],
    done: '已改约，患者会收到通知',
    onDone: onClose,
  });
  const items = alternatives.data?.items;
  return (
    <Modal
      title={`为 ${one.patientName} 改约`}
      open
      okText="改约到这个时段"
      cancelText="关闭"
      okButtonProps={{ disabled: slotId === undefined }}
      confirmLoading={resolve.isPending}
      onCancel={onClose}
      onOk={() => {
        if (slotId === undefined) return;
        resolve.mutate({
          params: { suspensionId: one.suspensionId },
          body: { choice: 'reschedule', caseId: one.id, slotId },
        });
      }}
      width={560}
    >
      <p className="quiet">
        {`原时间 ${formatMoment(one.startsAt)} ${one.doctorName}。新时段更贵也不加收，更便宜的差额会退回。`}
      </p>
      {alternatives.error ? (
        <ListError error={alternatives.error} onRetry={() => void alternatives.refetch()} />
      ) : items === undefined ? (
        <ListLoading rows={4} />
      ) : items.length === 0 ? (
        <ListEmpty title="近期没有可换的时段" hint="可以到挂号页另约，或为患者退号退费。" />
      ) : (
        <Radio.Group
          aria-label="可换的时段"
          className="move-options"
          value={slotId}
          onChange={(event) => setSlotId(event.target.value as string)}
          options={items.map((slot) => ({
            value: slot.id,
            label: (
              <span className="num">
                {formatDay(slot.date)} {formatSpan(clockOf(slot.startsAt), clockOf(slot.endsAt))}{' '}
                {slot.doctorName} {titleWords[slot.doctorTitle]}
                {slot.isSameDoctor && '（原医生）'} {formatFen(slot.feeFen)}，余 {slot.remaining}
              </span>
            ),
          }))}
        />
      )}
    </Modal>
  );
}
