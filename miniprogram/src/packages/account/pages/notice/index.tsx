import { usePageParams } from '@/shared/hooks/use-params';
import { Box, Heading } from '@/shared/ui/base';
import { Card } from '@/shared/ui/Card/Card';
import { Empty } from '@/shared/ui/List/States';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Page } from '@/shared/ui/Page/Page';
import { usePrivacyNotices } from '../../api/consents';
import s from './index.module.scss';

export default function NoticePage() {
  const { purpose = '' } = usePageParams('notice');
  const query = usePrivacyNotices();
  return (
    <Page name="notice" backTo="me">
      <Loaded query={query}>
        {(notices) => {
          const notice = notices.find((item) => item.purpose === purpose);
          if (!notice) return <Empty title="没有找到这份说明" words="它可能已经更新" />;
          return (
            <Card>
              <Heading level={2} className={s['title']}>
                {notice.title}
              </Heading>
              <Box className={s['version']}>版本 {notice.version}</Box>
              {notice.body.split(/\n{2,}/).map((paragraph, index) => (
                <Box key={index} className={s['paragraph']}>
                  {paragraph}
                </Box>
              ))}
            </Card>
          );
        }}
      </Loaded>
    </Page>
  );
}
