"""Tiếp nhận báo cáo: look at workbooks first, then take them in or leave them."""

import streamlit as st

from app import counter, reception
from app import desk as desks
from app.filters import view as current_view

view = current_view()

if why := reception.closed_door(view):
    reception.door(view, why)
else:
    desk = desks.desk()
    counter.settle(view, desk)
    reception.messages(desk)
    top = st.container()
    who = reception.bringer(view)
    reception.upload(view, desk)
    if not desk.files:
        with top:
            reception.waiting(view)
    else:
        with top:
            told = reception.files(view, desk, who)
        reception.lists(view, told)
    counter.draw(view, desk, who)
