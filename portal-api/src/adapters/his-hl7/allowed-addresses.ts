import { BlockList, isIP } from 'node:net';

/**
 * MLLP knows no password: who may speak is told by address alone. Nobody named means this machine only, never
 * everybody.
 * @throws Error in Chinese where an entry is no address and no network
 */
export function addressCheck(allowed: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const each of allowed.length ? allowed : ['127.0.0.0/8', '::1']) add(list, each);
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  };
}

function add(list: BlockList, entry: string): void {
  const [address = '', bits] = entry.trim().split('/');
  const version = isIP(address);
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const most = version === 6 ? 128 : 32;
  const prefix = bits === undefined ? most : Number(bits);
  if (version === 0 || bits === '' || !Number.isInteger(prefix) || prefix < 0 || prefix > most) {
    throw new Error('允许的地址应为 IP 或网段，如 10.1.2.3、10.1.2.0/24');
  }
  list.addSubnet(address, prefix, family);
}
