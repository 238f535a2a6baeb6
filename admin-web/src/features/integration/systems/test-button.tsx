import { App, Button } from 'antd';
import { useWrite } from '@/shared/api/hooks';
import type { System } from './systems-view';

/** Asks the other side now; what it says about itself is shown as it is. */
export function TestButton({ system }: { system: System }) {
  const { modal } = App.useApp();
  const test = useWrite('testExternalSystem', {
    onDone: ({ isReachable, text }) =>
      void modal[isReachable ? 'success' : 'error']({
        title: isReachable ? `${system.name} 已连通` : `连不上 ${system.name}`,
        content: text,
        okText: '知道了',
      }),
  });
  return (
    <Button
      type="link"
      className="link-button"
      loading={test.isPending}
      aria-label={`测试连接 ${system.name}`}
      onClick={() => test.mutate({ params: { systemId: system.id } })}
    >
      测试连接
    </Button>
  );
}
