async function call(path, options) {
  const response = await fetch(`api/${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message ?? '操作没有成功');
  return answer;
}

export function read(path) {
  return call(path, {});
}

export function send(path, body = {}) {
  return call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
