import { mount, Screen } from '@/screens/screen';
import { BoardScreen } from './board-screen';

mount(<Screen kind="board" title="候诊大屏" Content={BoardScreen} />);
