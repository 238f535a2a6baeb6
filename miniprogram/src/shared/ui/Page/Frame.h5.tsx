import { isTab, routes, tabNames, type TabName } from '@/app/routes';
import { goBack, navigate } from '@/app/navigate';
import { useUnread } from '@/shared/session/unread';
import { classes } from '../class-names';
import { Icon } from '../Icon';
import type { FrameProps } from './Frame';
import s from './Frame.module.scss';

function Badge() {
  const unread = useUnread();
  if (unread === 0) return null;
  return (
    <span className={s['badge']}>
      {unread > 99 ? '99+' : unread}
      <span style={{ position: 'absolute', clip: 'rect(0 0 0 0)' }}>条未读</span>
    </span>
  );
}

interface LinksProps {
  here: TabName | null;
  linkClass: string | undefined;
  hereClass: string | undefined;
}

function Links({ here, linkClass, hereClass }: LinksProps) {
  return (
    <>
      {tabNames.map((tab) => (
        <button
          key={tab}
          type="button"
          className={classes('plain-button', linkClass, tab === here && hereClass)}
          aria-current={tab === here ? 'page' : undefined}
          onClick={() => navigate(tab)}
        >
          <Icon name={tab} tone={tab === here ? 'primary' : 'quiet'} />
          <span>{routes[tab].title}</span>
          {tab === 'inbox' ? <Badge /> : null}
        </button>
      ))}
    </>
  );
}

/** In the browser: a bar with the title, tabs at the thumb, and on wide screens the tabs at the side. */
export function Frame(props: FrameProps) {
  const { name, title, backTo } = props;
  const here = isTab(name) ? name : null;
  return (
    <div className={props.className}>
      <a className={s['skip']} href={`#main-${name}`} onClick={skipToMain}>
        跳到正文
      </a>
      <nav className={s['side']} aria-label="主导航">
        <div className={s['brand']}>
          <img src="/static/favicon.svg" alt="" width={32} height={32} />
          随诊
        </div>
        <Links here={here} linkClass={s['sideLink']} hereClass={s['sideHere']} />
      </nav>
      <div className={props.columnClass}>
        <header className={s['bar']}>
          {here ? null : (
            <button
              type="button"
              className={`plain-button ${s['back']}`}
              aria-label="返回"
              onClick={() => goBack(backTo)}
            >
              <Icon name="back" />
            </button>
          )}
          <h1 className={classes('plain-heading', s['title'], here && s['tabTitle'])}>{title}</h1>
        </header>
        {props.above}
        <main id={`main-${name}`} className={props.mainClass} tabIndex={-1}>
          {props.children}
        </main>
        <div className={s['foot']}>
          <div className={here ? s['aboveTabs'] : undefined}>{props.bottom}</div>
          {here ? (
            <nav className={s['tabs']} aria-label="底部导航">
              <Links here={here} linkClass={s['tab']} hereClass={s['here']} />
            </nav>
          ) : null}
        </div>
      </div>
      {props.overlay}
    </div>
  );
}

/** The address must stay the page's own, so the browser is not left to follow the link. */
function skipToMain(event: React.MouseEvent<HTMLAnchorElement>): void {
  event.preventDefault();
  event.currentTarget.parentElement?.querySelector('main')?.focus();
}
