"""The views that every app builds on (Page and its kin), and core's own pages."""

from core.views.pages import ActionPage, FormPage, ListPage, Page

__all__ = ["ActionPage", "FormPage", "ListPage", "Page"]
