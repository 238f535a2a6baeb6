import { Modal } from 'antd';

const keys: [string, string][] = [
  ['/', '到搜索框'],
  ['n', '本页的主要操作（新建、挂号等）'],
  ['?', '打开这份说明'],
  ['Esc', '关闭抽屉或对话框'],
  ['← ↑ → ↓', '在排班表的格子之间移动'],
  ['Enter', '打开选中的排班；空格多选'],
  ['Tab', '到下一个可操作的地方'],
];

export function ShortcutHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal title="键盘快捷键" open={open} onCancel={onClose} footer={null} width={440}>
      <dl className="shortcut-list">
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
