import type { RequestHandler } from 'express'

/**
 * No inline script or style anywhere: the theme comes from a cookie, first data lie in a data block, React sets styles by
 * script. `data:` images are the woven hairline of the style sheet; `blob:` are photos a person is about to send.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

export const securityHeaders: RequestHandler = (req, res, next) => {
  res.set({
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // Scanning a label needs the camera, finding the nearest place the position: both only when a person asks.
    'Permissions-Policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()',
  })
  if (req.secure) res.set('Strict-Transport-Security', 'max-age=31536000')
  next()
}
