import { Segmented, Select, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import type { ResourceKind, RoleId, Verb } from '@suizhen/contract/wire';
import type { Item } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { oneOf, resourceWords, roleWords, scopeWords, verbWords } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { Page } from '@/shared/ui/page';

type Role = Item<'listRoles'>;
type Grant = Role['grants'][number];

interface MatrixRow {
  key: string;
  name: string;
  grants: Partial<Record<Verb, Grant>>;
}

const verbs = Object.keys(verbWords) as Verb[];

/** Who may do what: one role over all resources, or one resource over all roles. */
export function RolesTab() {
  const { filters, setFilters } = useFilters<'view' | 'role' | 'q'>();
  const roles = useRead('listRoles', {}, { staleTime: 300_000 });
  const isByResource = filters.view === 'resource';
  const roleId = oneOf(roleWords, filters.role) ?? roles.data?.items[0]?.id;
  const resource = oneOf(resourceWords, filters.q) ?? 'patient';
  if (roles.error) return <ListError error={roles.error} onRetry={() => void roles.refetch()} />;
  if (!roles.data) return <ListLoading />;
  const rows = isByResource
    ? rowsOfResource(roles.data.items, resource)
    : rowsOfRole(roles.data.items, roleId);
  return (
    <Page
      title="角色与权限"
      note="没有列出的都不允许。格子里是允许的范围。"
      filters={
        <>
          <Segmented<string>
            aria-label="查看方式"
            value={isByResource ? 'resource' : 'role'}
            onChange={(view) => setFilters({ view: view === 'role' ? '' : view })}
            options={[
              { value: 'role', label: '按角色' },
              { value: 'resource', label: '按内容' },
            ]}
          />
          {isByResource ? (
            <Select<ResourceKind>
              aria-label="内容"
              style={{ width: 160 }}
              value={resource}
              onChange={(q) => setFilters({ q })}
              options={(Object.keys(resourceWords) as ResourceKind[]).map((value) => ({
                value,
                label: resourceWords[value],
              }))}
            />
          ) : (
            <Select<RoleId>
              aria-label="角色"
              style={{ width: 160 }}
              {...(roleId ? { value: roleId } : {})}
              onChange={(role) => setFilters({ role })}
              options={roles.data.items.map((role) => ({ value: role.id, label: role.name }))}
            />
          )}
        </>
      }
    >
      <div className="card table-card">
        <Table<MatrixRow>
          size="middle"
          aria-label="权限"
          rowKey="key"
          pagination={false}
          columns={columns(isByResource ? '角色' : '内容')}
          dataSource={rows}
        />
      </div>
    </Page>
  );
}

function columns(first: string): TableColumnsType<MatrixRow> {
  return [
    { title: first, dataIndex: 'name' },
    ...verbs.map((verb) => ({
      title: verbWords[verb],
      render: (_: unknown, row: MatrixRow) => <GrantCell grant={row.grants[verb]} />,
    })),
  ];
}

function GrantCell({ grant }: { grant: Grant | undefined }) {
  if (!grant) return <span className="quiet">—</span>;
  return (
    <span className="nowrap">
      <b className="good-text">{scopeWords[grant.scope]}</b>
      {grant.isMasked && <span className="quiet"> 脱敏</span>}
      {grant.needsApproval && <span className="warn-text"> 需审批</span>}
    </span>
  );
}

const byVerb = (grants: Grant[]): MatrixRow['grants'] =>
  Object.fromEntries(grants.map((grant) => [grant.verb, grant]));

function rowsOfRole(roles: Role[], roleId: RoleId | undefined): MatrixRow[] {
  const grants = roles.find((role) => role.id === roleId)?.grants ?? [];
  return (Object.keys(resourceWords) as ResourceKind[]).map((resource) => ({
    key: resource,
    name: resourceWords[resource],
    grants: byVerb(grants.filter((grant) => grant.resource === resource)),
  }));
}

function rowsOfResource(roles: Role[], resource: ResourceKind): MatrixRow[] {
  return roles.map((role) => ({
    key: role.id,
    name: role.name,
    grants: byVerb(role.grants.filter((grant) => grant.resource === resource)),
  }));
}
