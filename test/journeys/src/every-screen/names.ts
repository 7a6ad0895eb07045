import type { Page } from 'playwright-core'

/** Roles that people act upon or that stand for a picture: each must say what it is. */
const NAMED_ROLES = new Set([
  'button',
  'link',
  'textbox',
  'searchbox',
  'spinbutton',
  'combobox',
  'listbox',
  'option',
  'checkbox',
  'radio',
  'radiogroup',
  'switch',
  'slider',
  'tab',
  'menuitem',
  'dialog',
  'image',
  'img',
])

interface TreeNode {
  readonly ignored: boolean
  readonly role?: { readonly value?: unknown }
  readonly name?: { readonly value?: unknown }
  readonly backendDOMNodeId?: number
}

/** Everything of the page’s accessibility tree that has a role to name and no name: role and HTML. */
export async function namelessOn(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  try {
    // The protocol's answer, in the part that is read here.
    const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as { nodes: TreeNode[] }
    const nameless = nodes.filter(
      ({ ignored, role, name }) => !ignored && NAMED_ROLES.has(String(role?.value)) && String(name?.value ?? '').trim() === '',
    )
    return await Promise.all(
      nameless.map(async ({ role, backendDOMNodeId }) => {
        if (backendDOMNodeId === undefined) return String(role?.value)
        const { outerHTML } = await session.send('DOM.getOuterHTML', { backendNodeId: backendDOMNodeId })
        return `${role?.value}: ${outerHTML.slice(0, 160)}`
      }),
    )
  } finally {
    await session.detach()
  }
}
