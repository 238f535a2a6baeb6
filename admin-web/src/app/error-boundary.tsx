import { Button, Result } from 'antd';
import { Component, type ErrorInfo, type ReactNode } from 'react';

interface Props {
  children: ReactNode;
}

interface State {
  error: Error | null;
}

/** The last net: a page that broke says so and offers a way on, instead of a white screen. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('page failed', error, info.componentStack);
  }

  override render(): ReactNode {
    return this.state.error ? <BrokenPage /> : this.props.children;
  }
}

function BrokenPage() {
  return (
    <div role="alert">
      <Result
        status="error"
        title="这个页面出了问题"
        subTitle="已填写的内容可能没有保存。刷新后再试，仍不行请联系管理员。"
        extra={
          <Button type="primary" onClick={() => window.location.reload()}>
            刷新页面
          </Button>
        }
      />
    </div>
  );
}

export function MissingPage() {
  return (
    <main>
      <Result
        status="info"
        title={<h1 className="result-title">没有这个页面</h1>}
        subTitle="链接可能已经过期。"
        extra={<a href="/admin/">回到首页</a>}
      />
    </main>
  );
}
