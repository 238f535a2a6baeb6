/** Builds an element. Text is always set as text: messages may contain anything. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name === 'className' ? 'class' : name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== false));
  return element;
}

export function empty(title, hint, heading = 'h3') {
  return el('div', { className: 'card empty' }, el(heading, {}, title), el('p', {}, hint));
}

export function tag(text, kind = '') {
  return el('span', { className: `tag ${kind}` }, text);
}

let hiding;

/** A short message at the bottom, gone after three seconds. */
export function toast(text) {
  const box = document.getElementById('toast');
  box.textContent = text;
  box.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    box.hidden = true;
  }, 3_000);
}

/** A button that cannot be pressed twice while it works; failures are told. */
export function button(label, className, work) {
  const element = el('button', { className, type: 'button' }, label);
  element.addEventListener('click', async () => {
    element.disabled = true;
    try {
      await work();
    } catch (error) {
      toast(error.message);
    } finally {
      element.disabled = false;
    }
  });
  return element;
}
