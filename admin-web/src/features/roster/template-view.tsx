import { Button, Popconfirm, Drawer, Form, Segmented, Alert } from 'antd';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { dayPeriods } from '@suizhen/contract/wire';
import { useBranch } from '@/features/shared/branch';
import { DepartmentPicker } from '@/features/shared/pickers';
import { useClinicToday, useMay } from '@/features/shared/session';
import { messageOf } from '@/shared/api/api-error';
import type { Item } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { periodWords } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { Page } from '@/shared/ui/page';
import { ApplyDialog } from './apply-dialog';
import type { Doctor } from './create-form';
import { Grid, cellKey, type GridColumn } from './grid';
import { TimingFields } from './timing-fields';
import { placesPerSlot, readTiming, usualTiming, type Timing } from './timing';
import { DoctorRows } from './doctor-rows';
import { useDoctors } from './use-doctors';

type Template = Item<'listRosterTemplates'>;

const weekdays = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];
const columns: GridColumn[] = weekdays.map((title, index) => ({ id: String(index + 1), title }));

interface Opened {
  doctor: Doctor;
  weekday: number;
  templateId: string | undefined;
}

/** The week that repeats: doctor × weekday. Rosters are made from it, and stay when it changes. */
export function TemplateView({ views }: { views: ReactNode }) {
  const { filters, setFilters } = useFilters<'department'>();
  const today = useClinicToday();
  const may = useMay();
  const { branchId } = useBranch();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [isApplying, setApplying] = useState(false);
  const { query, doctors, rows } = useDoctors(filters.department);
  const templates = useRead('listRosterTemplates', {
    query: {
      ...(branchId ? { branchId } : {}),
      ...(filters.department ? { departmentId: filters.department } : {}),
    },
  });
  const byCell = useMemo(() => groupByCell(templates.data?.items ?? []), [templates.data]);
  const open = (doctorId: string, weekday: string, templateId?: string): void => {
    const doctor = doctors.find((one) => one.id === doctorId);
    const shown = templateId ?? byCell.get(cellKey(doctorId, weekday))?.[0]?.id;
    if (!doctor || (!shown && !may('roster.create'))) return;
    setOpened({ doctor, weekday: Number(weekday), templateId: shown });
  };
  return (
    <Page
      title="每周模板"
      note="按模板生成的排班之后可以单独修改；改模板不影响已生成的排班。"
      actions={
        may('roster.create') && (
          <Button type="primary" data-main onClick={() => setApplying(true)}>
            按模板生成排班
          </Button>
        )
      }
      filters={
        <>
          {views}
          <DepartmentPicker
            value={filters.department}
            onChange={(department) => setFilters({ department })}
          />
          <span className="quiet">方向键移动，回车打开</span>
        </>
      }
    >
      <DoctorRows readings={[query, templates]} isEmpty={rows.length === 0}>
        <Grid
          label="每周模板"
          rowTitle="医生"
          rows={rows}
          columns={columns}
          onOpen={(row, column) => open(row.id, column.id)}
          cellLabel={(row, column) =>
            cellWords(row.title, Number(column.id), byCell.get(cellKey(row.id, column.id)))
          }
          cell={(row, column) =>
            byCell
              .get(cellKey(row.id, column.id))
              ?.map((template) => (
                <TemplateChip
                  key={template.id}
                  template={template}
                  onOpen={() => open(row.id, column.id, template.id)}
                />
              )) ??
            (may('roster.create') && <span className="cell-add">＋ 模板</span>)
          }
        />
      </DoctorRows>
      <TemplateDrawer
        opened={opened}
        templates={templates.data?.items ?? []}
        onClose={() => setOpened(null)}
      />
      {isApplying && (
        <ApplyDialog
          from={today}
          departmentId={filters.department}
          onClose={() => setApplying(false)}
        />
      )}
    </Page>
  );
}

function groupByCell(templates: Template[]): Map<string, Template[]> {
  const cells = new Map<string, Template[]>();
  const inOrder = [...templates].sort((a, b) => a.startTime.localeCompare(b.startTime));
  for (const template of inOrder) {
    const key = cellKey(template.doctorId, String(template.weekday));
    cells.set(key, [...(cells.get(key) ?? []), template]);
  }
  return cells;
}

function cellWords(doctor: string, weekday: number, templates: Template[] | undefined): string {
  const clinics = (templates ?? []).map((one) => periodWords[one.period]).join(',');
  return `${doctor} ${weekdays[weekday - 1] ?? ''} ${clinics || '没有模板'}`;
}

function TemplateChip({ template, onOpen }: { template: Template; onOpen: () => void }) {
  const read = readTiming(template);
  const places = read && 'places' in read ? read.places : placesPerSlot(template.capacity);
  return (
    <button type="button" tabIndex={-1} className="session-chip" onClick={onOpen}>
      <span className="session-line">
        <span>{periodWords[template.period]}</span>
        <span className="num">{places} 号</span>
      </span>
      <small className="num">
        {template.startTime}–{template.endTime}
      </small>
    </button>
  );
}

interface DrawerProps {
  opened: Opened | null;
  templates: Template[];
  onClose: () => void;
}

function TemplateDrawer({ opened, templates, onClose }: DrawerProps) {
  return (
    <Drawer
      title={opened ? `${opened.doctor.name} · 每${weekdays[opened.weekday - 1] ?? ''}` : ''}
      open={opened !== null}
      onClose={onClose}
      size={560}
      destroyOnHidden
    >
      {opened && <DrawerBody opened={opened} templates={templates} onClose={onClose} />}
    </Drawer>
  );
}

const NEW = 'new';

function DrawerBody({ opened, templates, onClose }: DrawerProps & { opened: Opened }) {
  const may = useMay();
  const [chosen, setChosen] = useState(opened.templateId ?? NEW);
  const ofCell = templates.filter(
    (one) => one.doctorId === opened.doctor.id && one.weekday === opened.weekday,
  );
  const missing = dayPeriods.find((period) => !ofCell.some((one) => one.period === period));
  return (
    <div className="stack">
      {ofCell.length > 0 && (
        <Segmented<string>
          aria-label="当天的模板"
          value={chosen}
          onChange={setChosen}
          options={[
            ...ofCell.map((one) => ({ value: one.id, label: periodWords[one.period] })),
            ...(may('roster.create') ? [{ value: NEW, label: '＋ 新增' }] : []),
          ]}
        />
      )}
      <TemplateForm
        key={chosen}
        opened={opened}
        template={ofCell.find((one) => one.id === chosen)}
        period={missing ?? 'morning'}
        onDone={onClose}
      />
    </div>
  );
}

interface FormProps {
  opened: Opened;
  template: Template | undefined;
  period: Timing['period'];
  onDone: () => void;
}

function TemplateForm({ opened, template, period, onDone }: FormProps) {
  const [form] = Form.useForm<Timing>();
  const may = useMay();
  const written = {
    ownsErrors: true,
    refresh: ['listRosterTemplates' as const],
    done: '已保存',
    onDone,
  };
  const create = useWrite('createRosterTemplate', written);
  const update = useWrite('updateRosterTemplate', written);
  const remove = useWrite('deleteRosterTemplate', {
    refresh: ['listRosterTemplates'],
    done: '已删除',
    onDone,
  });
  useEffect(() => {
    const serviceId = opened.doctor.defaultServiceId;
    form.setFieldsValue(
      template ?? { ...usualTiming(period), ...(serviceId ? { serviceId } : {}) },
    );
  }, [form, template, period, opened.doctor.defaultServiceId]);
  const submit = (values: Timing): void => {
    const body = { ...values, doctorId: opened.doctor.id, weekday: opened.weekday };
    if (template) {
      const params = { templateId: template.id };
      update.mutate({ params, body: { ...body, version: template.version } });
    } else create.mutate({ body });
  };
  const error = create.error ?? update.error;
  return (
    <Form<Timing>
      form={form}
      layout="vertical"
      requiredMark="optional"
      disabled={!may(template ? 'roster.update' : 'roster.create')}
      onFinish={submit}
    >
      <TimingFields />
      {error && <Alert type="error" role="alert" className="form-alert" title={messageOf(error)} />}
      <div className="row">
        <Button type="primary" htmlType="submit" loading={create.isPending || update.isPending}>
          保存
        </Button>
        {template && may('roster.delete') && (
          <Popconfirm
            title="删除这个模板"
            description="已生成的排班不受影响。"
            okText="删除"
            okButtonProps={{ danger: true }}
            onConfirm={() => remove.mutate({ params: { templateId: template.id } })}
          >
            <Button danger type="text" loading={remove.isPending}>
              删除
            </Button>
          </Popconfirm>
        )}
      </div>
    </Form>
  );
}
