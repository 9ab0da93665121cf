"""The window: everything Qt, by feature. It only calls services, and never waits for the desk."""

from sipdesk.gui.interpreter import keep_immortal

keep_immortal()
