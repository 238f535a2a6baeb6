import { mount, Screen } from '@/screens/screen';
import { KioskScreen } from './kiosk-screen';

mount(<Screen kind="kiosk" title="自助签到" Content={KioskScreen} />);
