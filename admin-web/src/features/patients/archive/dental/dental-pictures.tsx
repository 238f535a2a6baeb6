import { Button, DatePicker, Form, Input, Modal, Radio, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import type { DentalPictureMoment } from '@suizhen/contract/wire';
import { useClinicToday } from '@/features/shared/session';
import { messageOf } from '@/shared/api/api-error';
import { call } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { optionsOf } from '@/shared/format/labels';
import { pictureMomentWords } from '@/shared/format/records-labels';
import { FormDrawer } from '@/shared/ui/form-drawer';
import { ListEmpty, ListLoading } from '@/shared/ui/list-state';
import { useRefusals } from '@/shared/ui/use-refusals';
import { FilesField } from '../files-field';
import { acceptedPictures, type KeptFile } from '../kept-file';
import type { DentalProps, DentalRecord } from './dental-part';
import { dentalReads } from './reads';
import { teeth } from './teeth';

type Picture = DentalRecord['pictures'][number];

/** Pictures of one treatment stand together, before on the left. */
export function DentalPictures({ patientId, mayAdd, record }: DentalProps) {
  const [isAdding, setAdding] = useState(false);
  const [compared, setCompared] = useState<Picture[] | null>(null);
  const groups = groupsOf(record.pictures);
  return (
    <section className="card" aria-label="口腔照片">
      <div className="dental-head" style={{ padding: 0 }}>
        <h2 className="section-title">治疗前后照片</h2>
        {mayAdd && <Button onClick={() => setAdding(true)}>添加照片</Button>}
      </div>
      {groups.length === 0 ? (
        <ListEmpty title="还没有照片" hint="同一次治疗的前后照片会放在一起对比。" />
      ) : (
        <ul className="plain-list">
          {groups.map((pictures) => (
            <li key={pictures[0]!.id}>
              <Button type="link" className="link-button" onClick={() => setCompared(pictures)}>
                {groupTitle(pictures)}
              </Button>{' '}
              <span className="quiet">
                {pictures
                  .map((one) => `${pictureMomentWords[one.moment]} ${one.takenOn}`)
                  .join('，')}
              </span>
            </li>
          ))}
        </ul>
      )}
      {compared && (
        <CompareDialog
          patientId={patientId}
          pictures={compared}
          onClose={() => setCompared(null)}
        />
      )}
      <AddDrawer
        patientId={patientId}
        pairKeys={[...new Set(record.pictures.map(({ pairKey }) => pairKey).filter(Boolean))]}
        open={isAdding}
        onClose={() => setAdding(false)}
      />
    </section>
  );
}

const momentOrder: DentalPictureMoment[] = ['before', 'during', 'after'];

function groupsOf(pictures: Picture[]): Picture[][] {
  const groups = new Map<string, Picture[]>();
  for (const picture of pictures) {
    const key = picture.pairKey || picture.id;
    groups.set(key, [...(groups.get(key) ?? []), picture]);
  }
  return [...groups.values()].map((group) =>
    [...group].sort(
      (one, other) =>
        momentOrder.indexOf(one.moment) - momentOrder.indexOf(other.moment) ||
        one.takenOn.localeCompare(other.takenOn),
    ),
  );
}

function groupTitle(pictures: Picture[]): string {
  const [first] = pictures;
  if (!first) return '';
  const name = first.pairKey || first.caption || pictureMomentWords[first.moment];
  return first.tooth === null ? name : `${name}（${first.tooth}）`;
}

interface CompareProps {
  patientId: string;
  pictures: Picture[];
  onClose: () => void;
}

function CompareDialog({ patientId, pictures, onClose }: CompareProps) {
  return (
    <Modal
      title={groupTitle(pictures)}
      open
      onCancel={onClose}
      footer={null}
      width={pictures.length > 1 ? 980 : 560}
    >
      <p className="quiet">每次查看都会记录，患者本人可以看到。</p>
      <div className="dental-compare">
        {pictures.map((picture) => (
          <PictureView key={picture.id} patientId={patientId} picture={picture} />
        ))}
      </div>
    </Modal>
  );
}

type Shown = { state: 'hidden' } | { state: 'loading' } | { state: 'shown'; url: string };

/** Fetched when somebody asks for it: each look is recorded, and a ticket opens once. */
function PictureView({ patientId, picture }: { patientId: string; picture: Picture }) {
  const [shown, setShown] = useState<Shown>({ state: 'hidden' });
  const [problem, setProblem] = useState('');
  const words = `${pictureMomentWords[picture.moment]} ${picture.caption}`.trim();
  const show = async (): Promise<void> => {
    setProblem('');
    setShown({ state: 'loading' });
    try {
      const params = { patientId, pictureId: picture.id };
      const { url } = await call('createStaffPictureTicket', { params });
      setShown({ state: 'shown', url });
    } catch (error) {
      setProblem(messageOf(error));
      setShown({ state: 'hidden' });
    }
  };
  return (
    <figure>
      {shown.state === 'shown' ? (
        <img
          src={shown.url}
          alt={words}
          onError={() => {
            setProblem('没有取到照片，请再试一次。');
            setShown({ state: 'hidden' });
          }}
        />
      ) : shown.state === 'loading' ? (
        <ListLoading rows={4} />
      ) : (
        <div className="dental-blank">
          <Button onClick={() => void show()}>查看{pictureMomentWords[picture.moment]}</Button>
        </div>
      )}
      <figcaption>
        <b>{words}</b> <span className="quiet num">{picture.takenOn}</span>
        {problem && (
          <div className="danger-text" role="alert">
            {problem}
          </div>
        )}
      </figcaption>
    </figure>
  );
}

interface Values {
  files?: KeptFile[];
  moment: DentalPictureMoment;
  tooth?: string;
  caption?: string;
  takenOn: Dayjs;
  pairKey?: string;
}

const toothOptions = Object.values(teeth)
  .flatMap(({ upper, lower }) => [...upper, ...lower])
  .map((value) => ({ value, label: value }));

interface AddProps {
  patientId: string;
  pairKeys: string[];
  open: boolean;
  onClose: () => void;
}

function AddDrawer({ patientId, pairKeys, open, onClose }: AddProps) {
  const { form, refuse } = useRefusals<Values>();
  const today = useClinicToday();
  const add = useWrite('addDentalPicture', {
    ownsErrors: true,
    refresh: dentalReads,
    done: '已添加',
    onDone: onClose,
  });
  return (
    <FormDrawer<Values>
      title="添加口腔照片"
      open={open}
      onClose={onClose}
      form={form}
      initial={{ moment: 'before', takenOn: dayjs(today) }}
      isSaving={add.isPending}
      onSubmit={({ files = [], moment, tooth, caption, takenOn, pairKey }) => {
        const [file] = files;
        if (!file) return;
        add.mutate(
          {
            params: { patientId },
            body: {
              fileId: file.id,
              moment,
              tooth: tooth ?? null,
              caption: caption ?? '',
              takenOn: takenOn.format('YYYY-MM-DD'),
              pairKey: pairKey ?? '',
            },
          },
          { onError: refuse },
        );
      }}
    >
      <Form.Item
        name="files"
        label="照片"
        extra="JPEG 或 PNG，最大 3 MB。"
        rules={[
          {
            validator: async (_, files?: KeptFile[]) => {
              if (!files?.length) throw new Error('请先选择照片');
            },
          },
        ]}
      >
        <FilesField accept={acceptedPictures} max={1} />
      </Form.Item>
      <Form.Item name="moment" label="什么时候拍的" rules={[{ required: true, message: '请选择' }]}>
        <Radio.Group options={optionsOf(pictureMomentWords)} />
      </Form.Item>
      <Form.Item
        name="pairKey"
        label="哪一次治疗"
        extra={`写同样的名字，前后照片就放在一起。${pairKeys.length > 0 ? `已有：${pairKeys.join('、')}` : ''}`}
      >
        <Input maxLength={30} placeholder="例如：16 冠修复" autoComplete="off" />
      </Form.Item>
      <Form.Item name="tooth" label="牙位">
        <Select allowClear showSearch placeholder="可不选" options={toothOptions} />
      </Form.Item>
      <Form.Item name="caption" label="说明">
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="takenOn"
        label="拍摄日期"
        rules={[{ required: true, message: '请选择拍摄日期' }]}
      >
        <DatePicker disabledDate={(day) => day.isAfter(dayjs(today), 'day')} />
      </Form.Item>
    </FormDrawer>
  );
}
