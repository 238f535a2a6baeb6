import { Select } from 'antd';
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { useMay, useSession } from '@/features/shared/session';
import { useRead } from '@/shared/api/hooks';

interface BranchChoice {
  /** Undefined: all branches. */
  branchId: string | undefined;
  choose: (branchId: string | undefined) => void;
}

const STORED = 'suizhen.branch';
const Context = createContext<BranchChoice>({ branchId: undefined, choose: () => undefined });

/** Which branch (院区) the whole console looks at; kept per browser, bound for staff of one branch. */
export function BranchProvider({ children }: { children: ReactNode }) {
  const session = useSession();
  const [chosen, setChosen] = useState(() => localStorage.getItem(STORED) ?? undefined);
  const value = useMemo<BranchChoice>(
    () => ({
      branchId: session.branchId ?? chosen,
      choose: (branchId) => {
        setChosen(branchId);
        if (branchId === undefined) localStorage.removeItem(STORED);
        else localStorage.setItem(STORED, branchId);
      },
    }),
    [session.branchId, chosen],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export const useBranch = (): BranchChoice => useContext(Context);

export function BranchSwitch() {
  const session = useSession();
  const may = useMay();
  const { branchId, choose } = useBranch();
  const isBound = session.branchId !== null;
  const mayChoose = may('directory.display') && !session.mustChangePassword;
  const branches = useRead(
    'listBranchesForStaff',
    {},
    {
      enabled: !isBound && mayChoose,
      staleTime: 300_000,
    },
  );
  if (isBound) return <span className="quiet">{session.branchName}</span>;
  const items = branches.data?.items ?? [];
  const isKnown = items.some((branch) => branch.id === branchId);
  return (
    <Select
      aria-label="院区"
      style={{ width: 200 }}
      loading={branches.isPending && mayChoose}
      value={isKnown && branchId !== undefined ? branchId : ''}
      onChange={(next) => choose(next === '' ? undefined : next)}
      options={[
        { value: '', label: '全部院区' },
        ...items.map((branch) => ({ value: branch.id, label: branch.name })),
      ]}
    />
  );
}
