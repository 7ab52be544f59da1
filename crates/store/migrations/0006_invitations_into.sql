-- Whether somebody is invited to act for a member: asked before a listed contact is taken away.
create index invitation_into_member on invitation (into_member);
