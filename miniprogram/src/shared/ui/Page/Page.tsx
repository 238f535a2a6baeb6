import { useEffect, type ReactNode } from 'react';
import Taro, { useDidShow, useRouter } from '@tarojs/taro';
import { navigate } from '@/app/navigate';
import { neededParams, routes, type RouteName } from '@/app/routes';
import { useNetwork } from '@/shared/request/network';
import { useLargeType } from '@/shared/session/large-type';
import { Box } from '../base';
import { classes } from '../class-names';
import { Empty } from '../List/States';
import { Toast } from '../Toast/Toast';
import { Frame } from './Frame';
import s from './Page.module.scss';
import { SessionGate } from './SessionGate';

interface PageProps {
  name: RouteName;
  /** Where it says more than the route's own title. */
  title?: string | undefined;
  /** Where "back" leads when the page was opened by its address. */
  backTo?: RouteName;
  /** Only for who is signed in; others are asked to sign in, and come back. */
  needs?: 'session' | 'consent';
  /** The one filled button, at the thumb, and text actions below it. */
  bottom?: ReactNode;
  /** Sheets and dialogs. */
  overlay?: ReactNode;
  children: ReactNode;
}

const barOf = (actions: ReactNode) =>
  actions ? <Box className={s['bottom']}>{actions}</Box> : null;

/** An address that was copied without its end names nobody: there is nothing to wait for. */
function CutOff() {
  return (
    <Empty
      title="链接不完整"
      words="请从首页或“就诊”里重新打开"
      actionLabel="回首页"
      onAction={() => navigate('home')}
    />
  );
}

export function Page(props: PageProps) {
  const { name, backTo = 'home', needs, bottom, overlay } = props;
  const title = props.title ?? routes[name].title;
  const isLarge = useLargeType((state) => state.isLarge);
  const { params } = useRouter();
  const needed: readonly string[] =
    name in neededParams ? neededParams[name as keyof typeof neededParams] : [];
  const isCutOff = needed.some((param) => !params[param]);
  const isOnline = useNetwork((state) => state.isOnline);
  const showTitle = () => void Taro.setNavigationBarTitle({ title });
  useEffect(showTitle, [title]);
  useDidShow(showTitle);

  const frame = (content: ReactNode, bar: ReactNode) => (
    <Frame
      name={name}
      title={title}
      backTo={backTo}
      className={classes('app-page', s['page'], isLarge && 'large-type')}
      columnClass={s['column'] ?? ''}
      mainClass={s['main'] ?? ''}
      above={
        isOnline ? null : (
          <Box className={s['offline']} role="status">
            当前没有网络，连上后会自动更新
          </Box>
        )
      }
      bottom={bar}
      overlay={
        <>
          {overlay}
          <Toast />
        </>
      }
    >
      {content}
    </Frame>
  );

  if (isCutOff) return frame(<CutOff />, null);
  if (!needs) return frame(props.children, barOf(bottom));
  return (
    <SessionGate needs={needs} closed={(gate, action) => frame(gate, barOf(action))}>
      {frame(props.children, barOf(bottom))}
    </SessionGate>
  );
}
