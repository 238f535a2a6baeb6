import { Form, Input, Select } from 'antd';
import { BranchPicker, DepartmentPicker, DoctorPicker } from '@/features/shared/pickers';
import { phoneRule } from '@/features/shared/patients/profile-fields';
import type { Body, Item } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { optionsOf, roleWords } from '@/shared/format/labels';
import { ActiveField } from '@/shared/ui/active-fields';
import { RecordDrawer, savedBy, type Editing } from '@/shared/ui/record-drawer';
import { NameField } from '@/shared/ui/record-fields';
import { PasswordField } from './password-field';
import { TeamPicker } from './team-picker';

export type StaffMember = Item<'listStaff'>;
type Values = Body<'createStaff'>;

interface Props {
  editing: Editing<StaffMember>;
  onClose: () => void;
}

/** "None" travels as null; a cleared select says undefined. */
const orNull = (value?: string): string | null => value ?? null;

export function StaffForm({ editing, onClose }: Props) {
  const saved = savedBy(onClose, 'listStaff', 'listTeams');
  const create = useWrite('createStaff', saved);
  const update = useWrite('updateStaff', saved);
  return (
    <RecordDrawer<StaffMember, Values>
      noun="员工"
      editing={editing}
      onClose={onClose}
      fresh={{ isActive: true, roles: [] }}
      isSaving={create.isPending || update.isPending}
      onCreate={(body, refusable) => create.mutate({ body }, refusable)}
      // The number comes up masked, so an empty field means: leave it.
      onUpdate={({ id }, { phone, ...rest }, refusable) =>
        update.mutate(
          { params: { staffId: id }, body: { ...rest, ...(phone ? { phone } : {}) } },
          refusable,
        )
      }
    >
      <StaffFields member={editing === 'new' ? null : editing} />
    </RecordDrawer>
  );
}

function StaffFields({ member }: { member: StaffMember | null }) {
  return (
    <>
      {!member && (
        <>
          <Form.Item
            name="username"
            label="用户名"
            rules={[
              { required: true, message: '请填写用户名' },
              {
                pattern: /^[a-z][a-z0-9._-]{2,31}$/,
                message: '以小写字母开头，3–32 位字母、数字、点或短横线',
              },
            ]}
          >
            <Input autoComplete="off" maxLength={32} />
          </Form.Item>
          <PasswordField />
        </>
      )}
      <NameField label="姓名" />
      <Form.Item
        name="phone"
        label="手机号"
        extra={member?.phoneMasked ? `现为 ${member.phoneMasked}，不改请留空。` : undefined}
        rules={[phoneRule]}
      >
        <Input className="num" maxLength={11} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="roles"
        label="角色"
        rules={[{ required: true, type: 'array', min: 1, message: '请至少选择一个角色' }]}
      >
        <Select mode="multiple" maxCount={5} options={optionsOf(roleWords)} />
      </Form.Item>
      <Form.Item
        name="branchId"
        label="院区"
        extra="留空表示可在全部院区工作。"
        getValueFromEvent={orNull}
      >
        <BranchPicker allowClear placeholder="全部院区" />
      </Form.Item>
      <Form.Item name="departmentId" label="科室" getValueFromEvent={orNull}>
        <DepartmentPicker width="100%" placeholder="不限科室" />
      </Form.Item>
      <Form.Item name="teamId" label="团队" getValueFromEvent={orNull}>
        <TeamPicker placeholder="不属于任何团队" />
      </Form.Item>
      <Form.Item
        name="doctorId"
        label="对应医生"
        extra="给医生开账号时选择，用来确定“本人的患者”。"
        getValueFromEvent={orNull}
      >
        <DoctorPicker width="100%" placeholder="不是医生" />
      </Form.Item>
      <ActiveField hint="停用后立即退出登录，不能再登录；历史记录保留。" />
    </>
  );
}
